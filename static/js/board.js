// The chair's board fetches its moving part every five seconds; what has not changed answers 304 and moves nothing.
"use strict";
(function () {
  const place = document.querySelector("[data-board]"), stamp = document.querySelector("[data-stamp]"), pause = document.querySelector("[data-pause]");
  if (!place || !stamp || !pause || !window.fetch) return;
  const EVERY = 5000, IDLE = 25 * 60 * 1000; // a board left alone must not keep its session open for ever
  const address = place.dataset.board + window.location.search;
  let tag = "", timer = 0, paused = false, busy = false, touched = Date.now(), fails = 0;

  function hour() { return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }); }
  function say(text) { stamp.textContent = text; }
  function later(wait) { window.clearTimeout(timer); if (!paused) timer = window.setTimeout(refresh, wait); }
  function hold(on, why) {
    paused = on;
    pause.querySelector("span").textContent = on ? "Tiếp tục cập nhật" : "Tạm dừng cập nhật";
    if (why) say(why);
    later(0);
  }
  // Where the person is in the table stays: the focused link, and how far it was pulled aside.
  function swap(html) {
    const box = place.querySelector(".tbox"), left = box ? box.scrollLeft : 0, had = document.activeElement;
    const href = place.contains(had) && had.getAttribute("href"), inBox = had === box;
    place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    const fresh = place.querySelector(".tbox");
    if (fresh) fresh.scrollLeft = left;
    if (inBox && fresh) fresh.focus({ preventScroll: true });
    if (!href) return;
    const again = Array.from(place.querySelectorAll("a")).find(function (link) { return link.getAttribute("href") === href; });
    if (again) again.focus({ preventScroll: true });
  }
  function refresh() {
    if (paused || busy) return;
    if (document.hidden) return later(EVERY);
    if (Date.now() - touched > IDLE) return hold(true, "Đã tạm dừng cập nhật vì lâu không có thao tác.");
    busy = true;
    fetch(address, { cache: "no-store", redirect: "manual", headers: tag ? { "If-None-Match": tag } : {} })
      .then(function (response) {
        if (response.type === "opaqueredirect" || response.status === 403) {
          paused = true;
          return say("Đã hết phiên đăng nhập. Ông/bà tải lại trang để xem tiếp.");
        }
        if (response.status === 304) return say("Cập nhật " + hour());
        if (!response.ok) throw new Error("busy");
        tag = response.headers.get("ETag") || "";
        return response.text().then(function (html) { swap(html); say("Cập nhật " + hour()); });
      })
      .then(function () { fails = 0; })
      .catch(function () {
        fails += 1;
        say("Mất kết nối, đang thử lại. Bảng có thể đã cũ.");
      })
      .finally(function () { busy = false; later(EVERY * Math.min(1 + fails, 6)); });
  }
  ["pointerdown", "keydown"].forEach(function (name) { document.addEventListener(name, function () { touched = Date.now(); }); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { touched = Date.now(); later(0); } });
  pause.hidden = false;
  pause.addEventListener("click", function () { hold(!paused, paused ? "" : "Đã tạm dừng cập nhật lúc " + hour()); });
  document.querySelector("[data-refresh]").addEventListener("click", function (event) {
    event.preventDefault();
    if (paused) hold(false);
    else later(0);
  });
  later(EVERY);
})();
