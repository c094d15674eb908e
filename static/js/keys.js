/* Keys. A page declares them: data-key="a" on the button, link or field that the key presses or enters,
   data-go="i" on the place that "g i" goes to, data-row on what j and k walk through (x ticks it;
   data-open-rows on the list opens what is reached), data-undo on the button of Ctrl+Z. "?" lists them all.
   Never while typing; data-keys="off" on the root switches single keys off. */
(function () {
  "use strict";
  var root = document.documentElement;
  var chord = false;
  var WORDS = { j: "Next row", k: "Row before", x: "Tick the row", g: "Go to" };

  function typing(target) {
    if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) { return true; }
    return target.tagName === "INPUT" && !/^(checkbox|radio|range|button|submit)$/.test(target.type);
  }

  function seen(element) { return element.getClientRects().length > 0 && !element.disabled; }

  /* The row in focus is meant before the page. */
  function find(attribute, key) {
    var row = rowOf(document.activeElement);
    var modal = document.querySelector("dialog[open]");
    var all = Array.prototype.filter.call((modal || document).querySelectorAll("[" + attribute + "]"), function (one) {
      return one.getAttribute(attribute) === key && (attribute === "data-go" || seen(one));
    });
    return all.find(function (one) { return row && row.contains(one); }) || all[0] || null;
  }

  function press(element) {
    if (element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) { element.focus(); } else { element.click(); }
  }

  function rowOf(element) { return element && element.closest ? element.closest("[data-row]") : null; }

  function walk(step) {
    var rows = Array.prototype.filter.call(document.querySelectorAll("[data-row]"), seen);
    if (!rows.length) { return false; }
    var now = rowOf(document.activeElement) || document.querySelector("[data-row][aria-current]");
    var next = rows[Math.max(0, Math.min(rows.length - 1, now ? rows.indexOf(now) + step : 0))];
    var handle = next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button") || next;
    if (handle === next && !next.matches("a, button")) { next.tabIndex = -1; }
    handle.focus();
    next.scrollIntoView({ block: "nearest" });
    if (next.closest("[data-open-rows]")) { handle.click(); }
    return true;
  }

  function tick() {
    var row = rowOf(document.activeElement);
    var box = row && row.querySelector("input[type=checkbox]:not([disabled])");
    if (box) { box.click(); }
    return Boolean(box);
  }

  function line(list, key, words) {
    var term = document.createElement("dt");
    key.split(" ").forEach(function (part) {
      var cap = document.createElement("kbd");
      cap.textContent = part;
      term.append(cap, " ");
    });
    var meaning = document.createElement("dd");
    meaning.textContent = words;
    list.append(term, meaning);
  }

  function name(element) {
    var words = element.getAttribute("aria-label") || element.getAttribute("title");
    if (!words && element.labels && element.labels.length) { words = element.labels[0].textContent; }
    if (!words) {
      var copy = element.cloneNode(true);
      Array.prototype.forEach.call(copy.querySelectorAll("kbd, .count"), function (part) { part.remove(); });
      words = copy.textContent;
    }
    return words.replace(/\s+/g, " ").trim();
  }

  function help() {
    var body = document.getElementById("dialog-body");
    var list = document.createElement("dl");
    var heading = document.createElement("h2");
    var button = document.createElement("button");
    heading.textContent = "Keys on this page";
    heading.id = "dialog-heading";
    list.className = "facts";
    var told = {};
    function tell(attribute, prefix, words) {
      Array.prototype.forEach.call(document.querySelectorAll("[" + attribute + "]"), function (element) {
        var key = prefix + element.getAttribute(attribute);
        if (told[key] || (attribute === "data-key" && !seen(element))) { return; }
        told[key] = true;
        line(list, key, words + name(element));
      });
    }
    tell("data-key", "", "");
    if (document.querySelector("[data-row]")) { line(list, "j", WORDS.j); line(list, "k", WORDS.k); }
    if (document.querySelector("[data-row] input[type=checkbox]")) { line(list, "x", WORDS.x); }
    tell("data-go", "g ", WORDS.g + " ");
    line(list, "?", "This list");
    button.className = "button";
    button.type = "button";
    button.setAttribute("data-close", "");
    button.textContent = "Close";
    body.replaceChildren(heading, list, button);
    document.getElementById("dialog").showModal();
    return true;
  }

  function act(key) {
    if (chord) {
      chord = false;
      var place = find("data-go", key.toLowerCase());
      if (place) { place.click(); }
      return Boolean(place);
    }
    var target = find("data-key", key);
    if (target) { press(target); return true; }
    if (document.querySelector("dialog[open]")) { return false; }
    if (key === "j" || key === "k") { return walk(key === "j" ? 1 : -1); }
    if (key === "x") { return tick(); }
    if (key === "?") { return help(); }
    if (key === "g") {
      chord = true;
      setTimeout(function () { chord = false; }, 1200);
    }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || typing(event.target)) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      var undo = document.querySelector("[data-undo]");
      if (undo) { event.preventDefault(); undo.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || root.getAttribute("data-keys") === "off") { return; }
    if (act(event.key)) { event.preventDefault(); }
  });
})();
