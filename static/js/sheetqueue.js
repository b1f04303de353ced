// Answers that wait on this device for the server: kept in localStorage per person, sheet and tab, so that a reload, a
// crash or a sign-out loses none. Storage is the truth; an item leaves it only after the server's answer.
"use strict";
(function () {
  const OCOP = window.OCOP = window.OCOP || {};
  const BEAT = 5000, STALE = 20000; // a tab that has not beaten for so long is gone, and its answers are taken over

  OCOP.norm = function (text) { return String(text || "").replace(/\r\n?/g, "\n").normalize("NFC").trim(); };
  OCOP.same = function (one, other) {
    return (one.place === null || one.place === other.place) && OCOP.norm(one.comment) === OCOP.norm(other.comment);
  };
  OCOP.newId = function () {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  };

  // {durable, items, held, put, drop, hold, release, collapse, adopt, sync}; items: {id, code, place, comment, base, version, at, rest}
  OCOP.makeQueue = function (user, sheet) {
    const prefix = "ocop.phieu." + user + "." + sheet + ".";
    const key = prefix + OCOP.newId();
    const queue = { durable: true, items: [], held: {} };
    let open = true;

    function parse(text) {
      try {
        const found = JSON.parse(text);
        return found && Array.isArray(found.items) ? found : null;
      } catch (error) {
        return null;
      }
    }
    function keep() {
      const record = { open: open, beat: Date.now(), items: queue.items, held: queue.held };
      try {
        if (queue.items.length || Object.keys(queue.held).length) localStorage.setItem(key, JSON.stringify(record));
        else localStorage.removeItem(key);
        queue.durable = true;
      } catch (error) {
        queue.durable = false; // no storage, or full: the answers live as long as the page
      }
    }
    // Another tab may have taken this one for dead while it slept, and sends its answers now.
    queue.sync = function () {
      if (!queue.durable || !(queue.items.length || Object.keys(queue.held).length)) return;
      let text = null;
      try { text = localStorage.getItem(key); } catch (error) { return; }
      if (text === null) { queue.items = []; queue.held = {}; }
    };
    queue.last = function (code) {
      return queue.items.filter(function (item) { return item.code === code; }).pop() || null;
    };
    // A choice that follows another on the same criterion before it was sent takes its place: arrows pass by options.
    queue.put = function (entry) {
      queue.sync();
      const tail = queue.items[queue.items.length - 1];
      if (tail && tail.code === entry.code && !tail.sent && Date.now() < tail.rest) {
        Object.assign(tail, { place: entry.place, comment: entry.comment, at: entry.at, rest: entry.rest });
      } else {
        queue.items.push(Object.assign({ id: OCOP.newId() }, entry));
      }
      keep();
    };
    queue.keep = keep;
    queue.mark = function (item) { item.sent = true; keep(); };
    queue.drop = function (id) {
      queue.items = queue.items.filter(function (item) { return item.id !== id; });
      keep();
    };
    // All that waits for one criterion becomes one value, held back until the person has chosen.
    queue.hold = function (code, theirs) {
      const mine = queue.last(code) || queue.held[code];
      queue.items = queue.items.filter(function (item) { return item.code !== code; });
      queue.held[code] = Object.assign({}, mine, { theirs: theirs });
      keep();
    };
    queue.release = function (code) { delete queue.held[code]; keep(); };
    queue.hurry = function () { queue.items.forEach(function (item) { item.rest = 0; }); };
    queue.clear = function () { queue.items = []; queue.held = {}; keep(); };

    // What closed or crashed tabs of the same person and sheet have left, oldest first. Nobody else's keys are looked at.
    queue.adopt = function () {
      const found = [];
      try {
        for (let n = 0; n < localStorage.length; n++) {
          const name = localStorage.key(n);
          if (name === key || !name.startsWith(prefix)) continue;
          const record = parse(localStorage.getItem(name));
          if (record === null || !record.open || Date.now() - record.beat > STALE) found.push([name, record]);
        }
        found.forEach(function (pair) {
          if (pair[1]) {
            const known = new Set(queue.items.map(function (item) { return item.id; }));
            queue.items = pair[1].items.filter(function (item) { return !known.has(item.id); }).concat(queue.items);
            queue.held = Object.assign({}, pair[1].held, queue.held);
          }
        });
        queue.items.sort(function (a, b) { return a.at - b.at; });
        keep();
        // Only now: between the two writes a crash leaves an answer twice, never nowhere (one request id is one answer).
        found.forEach(function (pair) { localStorage.removeItem(pair[0]); });
      } catch (error) {
        queue.durable = false;
      }
      return found.some(function (pair) { return pair[1] !== null; });
    };

    window.setInterval(function () {
      queue.sync();
      if (queue.items.length || Object.keys(queue.held).length) keep();
    }, BEAT);
    window.addEventListener("pagehide", function () { queue.sync(); open = false; keep(); });
    window.addEventListener("pageshow", function () { queue.sync(); open = true; keep(); });
    return queue;
  };
})();
