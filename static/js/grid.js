/* The inventory as a spreadsheet. One tab stop; arrows move; Enter, F2, a double click or typing opens a cell that
   may be changed, in the words of the server; Enter saves and goes down, Tab saves and goes right, Esc leaves.
   Enter on a cell that is not to be changed opens the task. The server answers a save with the whole row. */
(function () {
  "use strict";
  var FIELD = ":is(input:not([type=hidden]), select)";
  var wide = window.matchMedia("(min-width: 45.001rem)");
  var next = null;   // where to go when the row comes back: row id, column, step down
  var typed = null;  // what was typed before the editor was there

  function table() { return document.querySelector("table.grid"); }
  function cellOf(target) { return target.matches && target.matches(".grid tbody :is(td, th)") ? target : null; }

  function focusOn(cell) {
    if (!cell) { return; }
    Array.prototype.forEach.call(document.querySelectorAll(".grid [tabindex='0']"), function (one) { one.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  }

  function ready() {
    if (!table() || !wide.matches) { return; }
    table().setAttribute("role", "grid");
    Array.prototype.forEach.call(table().querySelectorAll("tbody :is(td, th):not([data-editor])"), function (cell) {
      if (!cell.hasAttribute("tabindex")) { cell.tabIndex = -1; }
      if (!cell.parentElement.hasAttribute("data-cells") || !cell.hasAttribute("data-name")) { cell.setAttribute("aria-readonly", "true"); }
      Array.prototype.forEach.call(cell.querySelectorAll("a"), function (link) { link.tabIndex = -1; });
    });
    var first = table().querySelector("tbody :is(td, th)");
    if (first && !table().querySelector("[tabindex='0']")) { first.tabIndex = 0; }
  }

  function at(row, column) { return row ? row.cells[Math.max(0, Math.min(row.cells.length - 1, column))] : null; }

  function edit(cell, key) {
    var row = cell.parentElement;
    if (!row.hasAttribute("data-cells") || !cell.hasAttribute("data-name") || !wide.matches) { return false; }
    typed = key || "";
    window.htmx.ajax("GET", row.getAttribute("data-cells") + cell.getAttribute("data-name") + "/", { target: cell });
    return true;
  }

  function move(cell, event) {
    var row = cell.parentElement;
    var steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (event.key === "Home" || event.key === "End") { focusOn(at(row, event.key === "Home" ? 0 : 99)); return true; }
    var step = steps[event.key];
    if (!step) { return false; }
    var other = step[0] > 0 ? row.nextElementSibling : step[0] < 0 ? row.previousElementSibling : row;
    if (other) { focusOn(at(other, cell.cellIndex + step[1])); }
    return true;
  }

  function inCell(event, cell) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return false; }
    if (event.key === "Enter" || event.key === "F2") {
      if (edit(cell)) { return true; }
      var link = cell.parentElement.querySelector("a[href]");
      if (link && event.key === "Enter") { link.click(); return true; }
      return false;
    }
    if (event.key.length === 1 && !/[\s?/]/.test(event.key)) { return edit(cell, event.key); }
    return move(cell, event);
  }

  function show(editor) {
    var row = editor.closest("tr");
    window.htmx.ajax("GET", row.getAttribute("data-cells") + editor.getAttribute("data-name") + "/?as=row", { target: row });
  }

  function leave(editor, step, across) {
    var row = editor.closest("tr");
    next = { row: row.id, column: editor.cellIndex + across, down: step };
  }

  function inEditor(event, editor) {
    if (event.target.matches("button")) { return false; }
    if (event.key === "Escape") {
      leave(editor, 0, 0);
      show(editor);
      return true;
    }
    if (event.key !== "Enter" && (event.key !== "Tab" || editor.classList.contains("wrong"))) { return false; }
    leave(editor, event.key === "Enter" ? 1 : 0, event.key === "Enter" ? 0 : event.shiftKey ? -1 : 1);
    editor.querySelector("form").requestSubmit();
    return true;
  }

  /* What is typed between asking for the editor and having it. */
  function meanwhile(event) {
    if (typed === null || event.key.length !== 1 || event.target.matches("input, select, textarea")) { return false; }
    typed += event.key;
    return true;
  }

  document.addEventListener("keydown", function (event) {
    var editor = event.target.closest && event.target.closest("[data-editor]");
    var cell = cellOf(event.target);
    if (meanwhile(event) || (editor ? inEditor(event, editor) : cell && inCell(event, cell))) { event.preventDefault(); }
  }, true);

  function changed(field) {
    if (!field.matches("select")) { return field.value !== field.defaultValue; }
    return Array.prototype.some.call(field.options, function (one) { return one.selected !== one.defaultSelected; });
  }

  /* Whoever clicks elsewhere means what was typed; what is wrong stays open with its sentence. */
  document.addEventListener("focusout", function (event) {
    var editor = event.target.closest && event.target.closest("[data-editor]");
    if (!editor || next || editor.contains(event.relatedTarget) || editor.classList.contains("wrong") || !document.contains(editor)) { return; }
    if (changed(editor.querySelector(FIELD))) { editor.querySelector("form").requestSubmit(); } else { show(editor); }
  });
  document.addEventListener("dblclick", function (event) {
    var cell = event.target.closest && event.target.closest(".grid tbody :is(td, th):not([data-editor])");
    if (cell) { edit(cell); }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful) { typed = null; next = null; }
  });
  document.addEventListener("htmx:afterSettle", function () {
    ready();
    var field = document.querySelector("[data-editor] " + FIELD);
    if (field) {
      if (typed && field.matches("input")) { field.value = typed; }
      field.focus();
      if (!typed && field.select) { field.select(); }
    } else if (next) {
      var row = document.getElementById(next.row);
      focusOn(at((next.down && row && row.nextElementSibling) || row, next.column));
      next = null;
    }
    typed = null;
  });
  ready();
})();
