/* When an answer does not come. Says so, keeps what was typed, and asks again where asking twice does no harm:
   for reading, and for what the page marks data-retry (the server knows a repeat by its key). */
(function () {
  "use strict";
  var banner = document.getElementById("not-saved");
  var words = document.getElementById("not-saved-words");
  var signIn = document.getElementById("not-saved-sign-in");
  var waiting = [];
  var pause = 2000;
  var timer = null;

  function tell(kind) {
    var saved = document.getElementById("saved");
    if (kind === "offline" && saved) {
      saved.textContent = saved.getAttribute("data-offline");
      saved.classList.add("late");
      say(saved.textContent);
      return;
    }
    words.textContent = words.getAttribute("data-" + kind);
    signIn.hidden = kind !== "signed-out";
    banner.hidden = false;
  }

  function say(sentence) { document.getElementById("live").textContent = sentence; }

  function again() {
    clearTimeout(timer);
    timer = null;
    waiting = waiting.filter(function (one) { return document.contains(one.elt); });
    waiting.forEach(function (one) { window.htmx.trigger(one.elt, one.type); });
    pause = Math.min(pause * 2, 30000);
    if (!waiting.length) { banner.hidden = true; }
  }

  function failed(event) {
    var config = event.detail.requestConfig;
    var elt = event.detail.elt;
    var cause = config.triggeringEvent;
    var safe = config.verb === "get" || elt.closest("[data-retry]");
    if (!safe || !cause) { tell("refused"); return; }
    if (!waiting.some(function (one) { return one.elt === elt; })) { waiting.push({ elt: elt, type: cause.type }); }
    tell("offline");
    if (!timer) { timer = setTimeout(again, pause); }
  }

  function arrived(event) {
    if (!event.detail.successful) { return; }
    var before = waiting.length;
    var done = event.detail.requestConfig.elt; // detail.elt may already be its replacement
    waiting = waiting.filter(function (one) { return one.elt !== done && document.contains(one.elt); });
    pause = 2000;
    if (!waiting.length && !banner.hidden) {
      banner.hidden = true;
      if (before) { say("Saved"); }
    }
  }

  /* A sign-in page must never land inside a page; a refusal that comes as a piece is worth showing. */
  function judge(event) {
    var xhr = event.detail.xhr;
    var whole = /^\s*<!doctype/i.test(xhr.responseText);
    if (xhr.status === 401 || (whole && /\/accounts\/(login|reauthenticate|2fa)/.test(xhr.responseURL))) {
      event.detail.shouldSwap = false;
      tell("signed-out");
    } else if (xhr.status === 403 && !whole) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  }

  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:afterRequest", arrived);
  document.addEventListener("htmx:beforeSwap", judge);
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status !== 401) { tell("refused"); }
  });
  window.addEventListener("online", again);
})();
