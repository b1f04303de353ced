// Two minutes before the session ends by itself: say so, and let one press go on (ux §3). Without scripts the time-out
// page does its work. Several tabs know of each other, so that nobody is warned while working in another one.
"use strict";
(function () {
  const box = document.getElementById("idle");
  if (!box || !box.showModal) return;
  const limit = Number(box.dataset.idle) * 1000;
  const warning = Number(box.dataset.warning) * 1000;
  const KEY = "ocop-seen";
  let seen = 0;
  let ended = false;

  function note(moment) {
    seen = Math.max(seen, moment);
    try {
      if (moment > Number(localStorage.getItem(KEY) || 0)) localStorage.setItem(KEY, String(moment));
    } catch (error) { /* storage is switched off: this tab counts for itself */ }
  }
  function last() {
    try {
      return Math.max(seen, Number(localStorage.getItem(KEY) || 0));
    } catch (error) {
      return seen;
    }
  }
  note(Date.now());

  // Requests of the page itself (a saved answer, a polled board) keep the session alive as well.
  if (window.PerformanceObserver) {
    new PerformanceObserver(function (list) {
      const own = list.getEntries().some(function (entry) {
        // An answer that leads to the sign-in page is no sign of life, and the question of this box tells by itself.
        return (entry.initiatorType === "fetch" || entry.initiatorType === "xmlhttprequest")
          && entry.name.startsWith(location.origin) && !entry.name.endsWith(box.dataset.url)
          && entry.responseStatus >= 200 && entry.responseStatus < 300;
      });
      if (own) note(Date.now());
    }).observe({ type: "resource" });
  }

  function show(part) {
    box.querySelectorAll("[data-part]").forEach(function (one) { one.hidden = one.dataset.part !== part; });
    if (!box.open) box.showModal();
  }

  function look() {
    const left = limit - (Date.now() - last());
    if (left <= 0) {
      ended = true;
      show("over");
    } else if (ended) {
      // Somebody signed in in another tab: this page goes on once it has asked for its new token.
      ended = false;
      goOn();
    } else if (left <= warning) {
      box.querySelector("[data-left]").textContent = String(Math.ceil(left / 1000));
      show("soon");
    } else if (box.open) box.close();
  }
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);

  function goOn() {
    return fetch(box.dataset.url, { credentials: "same-origin", redirect: "manual", cache: "no-store" }).then(function (answer) {
      if (answer.status === 204) {
        // After a new sign-in in another tab the forms of this page would be refused with their old token.
        const token = answer.headers.get("X-CSRF-Token");
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = token; });
        note(Date.now());
        ended = false;
        box.close();
      } else {
        ended = true;
        show("over");
      }
    }).catch(function () { show("lost"); });
  }
  box.addEventListener("click", function (event) {
    if (event.target.closest("[data-go-on]")) goOn();
  });
  // Escape means to go on working, not to be logged out unasked.
  box.addEventListener("cancel", function (event) {
    event.preventDefault();
    const button = box.querySelector("[data-part]:not([hidden]) [data-go-on]");
    if (button) button.click();
    else box.close();
  });
})();
