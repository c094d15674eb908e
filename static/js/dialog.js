/* Dialogs, and where the focus goes after a swap.
   A link or button with hx-target="#dialog-body" opens the dialog; without a script the link is a page.
   data-close closes; an answer with HX-Trigger: close-dialog closes too. data-focus takes the focus. */
(function () {
  "use strict";
  var dialog = document.getElementById("dialog");
  var body = document.getElementById("dialog-body");
  var WANTED = "[data-focus], .error-summary";
  var NEXT = "[aria-current=step] :is(h2, h3)";
  var WRONG = "[aria-invalid=true]";
  var FIRST = "[autofocus], input:not([type=hidden]):not([disabled]), select, textarea";

  function focusOn(element) {
    if (!element) { return; }
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) { element.tabIndex = -1; }
    element.focus();
  }

  function wanted(place) { return place.querySelector(WANTED) || place.querySelector(WRONG); }

  function lost() {
    var here = document.activeElement;
    return !here || here === document.body || !document.contains(here);
  }

  function open() {
    var heading = body.querySelector("h2");
    if (heading) { heading.id = "dialog-heading"; }
    if (!dialog.open) { dialog.showModal(); }
    focusOn(wanted(body) || body.querySelector(FIRST) || heading);
  }

  function close() {
    if (dialog && dialog.open) { dialog.close(); }
  }

  function settle(event) {
    var swapped = event.detail.elt;
    if (event.detail.target === body || (swapped && swapped.id === "dialog-body")) {
      if (body.children.length) { open(); } else { close(); }
      return;
    }
    if (!swapped || !swapped.querySelector) { return; }
    var first = swapped.matches(WANTED) ? swapped : wanted(swapped);
    if (first) { focusOn(first); return; }
    // What is swapped beside the piece has no heading of its own and comes first: then the next step of the page.
    if (lost()) { focusOn(swapped.querySelector(NEXT) || swapped.querySelector("h1, h2, h3") || document.querySelector(NEXT) || document.getElementById("heading")); }
  }

  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("close-dialog", close);
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-close]") && event.target.closest("dialog")) {
      event.preventDefault();
      event.target.closest("dialog").close();
    }
    if (event.target.closest("[data-dismiss]")) {
      var bar = document.getElementById("undo");
      bar.textContent = "";
      bar.className = "";
      focusOn(document.getElementById("heading"));
    }
    var opener = event.target.closest("[data-open]");
    if (opener) { document.getElementById(opener.getAttribute("data-open")).showModal(); }
  });
  if (dialog) {
    dialog.addEventListener("close", function () {
      body.textContent = "";
      if (lost()) { focusOn(document.getElementById("heading")); }
    });
  }
  var page = document.querySelector("main");
  focusOn(page && (page.querySelector(".error-summary") || page.querySelector(WRONG)));
})();
