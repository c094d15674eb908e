/* What the ticked rows come to: count, hours, hours at night. Rows carry data-minutes and data-night. */
(function () {
  "use strict";
  function show(form) {
    var ticked = Array.prototype.filter.call(form.elements, function (one) { return one.type === "checkbox" && one.checked; });
    function hours(name) {
      var minutes = ticked.reduce(function (sum, one) { return sum + Number(one.dataset[name] || 0); }, 0);
      return ticked.length ? Math.round(minutes / 60) + " h" : "–";
    }
    form.querySelector("[data-chosen-count]").textContent = ticked.length ? ticked.length + " chosen" : "Tick rows";
    form.querySelector("[data-chosen-hours]").textContent = hours("minutes");
    form.querySelector("[data-chosen-night]").textContent = hours("night");
  }

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.matches("[data-chosen]")) { show(form); }
  });
})();
