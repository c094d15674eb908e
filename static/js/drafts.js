/* On a run nothing typed is lost. What stands in a field with data-draft is kept while this tab lives, through a tick that
   redraws the page and through a reload; it is forgotten once it is sent, and at signing out. A tick that has just redrawn
   the page must not let a second tap of the same finger tick the next step. data-minutes: a button says the minutes of a field. */
(function () {
  "use strict";
  var PAUSE = 450;
  var redrawn = 0;

  function key(field) { return "draft " + location.pathname + " " + field.id; }

  function remember(event) {
    var field = event.target;
    if (field.matches("[data-draft]")) { sessionStorage.setItem(key(field), field.value); }
    var label = document.querySelector("[data-minutes=\"" + field.id + "\"]");
    if (label) { label.textContent = Number(field.value) > 0 ? "Finish and log " + Number(field.value) + " min" : "Finish"; }
  }

  function restore() {
    document.querySelectorAll("[data-draft]").forEach(function (field) {
      var kept = sessionStorage.getItem(key(field));
      if (kept !== null && !field.value) { field.value = kept; }
    });
  }

  function forget(form) {
    form.querySelectorAll("[data-draft]").forEach(function (field) { sessionStorage.removeItem(key(field)); });
  }

  document.addEventListener("input", remember);
  document.addEventListener("htmx:beforeSwap", function (event) {
    var config = event.detail.requestConfig;
    redrawn = Date.now();
    if (event.detail.xhr.status < 300 && config.elt.matches("form")) { forget(config.elt); }
  });
  document.addEventListener("htmx:afterSettle", restore);
  document.addEventListener("click", function (event) {
    if (event.target.closest("#next-act") && Date.now() - redrawn < PAUSE) { event.preventDefault(); }
  }, true);
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-forget]")) { sessionStorage.clear(); }
  });
  restore();
})();
