/* Keys 1 to 5 answer and move on after 150 ms, so that the choice is seen first. A click does the same;
   arrow keys only move, because they pass over answers that are not meant. */
(function () {
  "use strict";
  var MOMENT = 150;
  var later = null;

  function formIn() { return document.querySelector("form[data-rating]"); }

  function moveOn(form) {
    clearTimeout(later);
    later = setTimeout(function () { if (document.contains(form)) { form.requestSubmit(); } }, MOMENT);
  }

  document.addEventListener("keydown", function (event) {
    var form = formIn();
    var field = event.target;
    var writes = /^(TEXTAREA|SELECT)$/.test(field.tagName) || (field.tagName === "INPUT" && field.type !== "radio");
    if (!form || writes || event.ctrlKey || event.metaKey || event.altKey || !/^[1-5]$/.test(event.key)) { return; }
    var answer = form.querySelector('input[type="radio"][value="' + event.key + '"]');
    if (!answer || answer.disabled) { return; }
    event.preventDefault();
    answer.checked = true;
    answer.focus();
    moveOn(form);
  });
  document.addEventListener("click", function (event) {
    var form = formIn();
    var label = event.target.closest("label");
    var answer = label && label.control;
    if (form && event.detail > 0 && answer && answer.type === "radio" && form.contains(answer)) { moveOn(form); }
  });
})();
