/* A button with data-copy puts those words on the clipboard and says so. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
      var words = button.querySelector("span") || button;
      words.textContent = "Copied";
      document.getElementById("live").textContent = "Copied";
    });
  });
})();
