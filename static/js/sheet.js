// Autosave of a scoring sheet: one answer at a time, in order, each with the sheet's version. The page works without it.
// Points and stars are the server's; what waits on this device is only counted here.
"use strict";
(function () {
  const OCOP = window.OCOP, form = document.querySelector("form[data-sheet]");
  if (!form || !OCOP || !OCOP.makeQueue || !window.fetch) return;
  const bar = document.querySelector("[data-bar]"), alerts = document.querySelector("[data-alerts]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const edits = form.hasAttribute("data-edits");
  const queue = OCOP.makeQueue(form.dataset.user, form.dataset.sheet);
  const stored = JSON.parse(document.getElementById("da-luu").textContent); // code -> {place, comment}; "*" = general remark
  const PAUSES = [1, 2, 4, 8, 15, 30], LIMIT = 20000, SETTLE = 300, TYPING = 1500;
  const remark = form.querySelector("[name=remark]");
  let busy = false, stopped = "", leaving = null, going = false, fails = 0, timer = 0, savedAt = "";

  const boxOf = function (code) { return code === "*" ? remark.closest("[data-remark]") : document.getElementById("c-" + code); };
  const shortOf = function (code) { return code === "*" ? "nhận xét chung" : code; };
  const held = function () { return Object.keys(queue.held); };
  const was = function (code) { return stored[code] || { place: null, comment: "" }; };
  const node = function (tag, css, text) {
    const made = document.createElement(tag);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  };

  // --- the form ---------------------------------------------------------------------------------------------------
  function read(code) {
    if (code === "*") return { place: null, comment: remark.value };
    const chosen = form.querySelector("input[name='p-" + code + "']:checked");
    return { place: chosen ? Number(chosen.value) : null, comment: form.querySelector("[name='c-" + code + "']").value };
  }
  function write(code, value) {
    const text = code === "*" ? remark : form.querySelector("[name='c-" + code + "']");
    if (!text) return;
    if (OCOP.norm(text.value) !== OCOP.norm(value.comment)) text.value = value.comment;
    if (code === "*" || value.place === null) return;
    const radio = form.querySelector("input[name='p-" + code + "'][value='" + value.place + "']");
    if (radio) radio.checked = true;
    mark(code);
  }
  // Words beside a criterion that follow from its own choice; points come from the server.
  function mark(code) {
    const box = boxOf(code), chosen = form.querySelector("input[name='p-" + code + "']:checked");
    if (!box || code === "*") return;
    const place = chosen ? chosen.value : "", idle = box.querySelector("[data-idle]");
    box.classList.toggle("crit--todo", !chosen);
    box.querySelector("[data-todo]").hidden = Boolean(chosen);
    box.querySelector("[data-zero]").hidden = place !== "0";
    const owes = chosen && box.dataset.owe.split(" ").indexOf(place) >= 0 && !(idle && !idle.hidden);
    box.querySelector("[data-opt]").textContent = owes ? "(Quy chế yêu cầu ở mức này)" : "(không bắt buộc)";
    box.classList.toggle("crit--owes", Boolean(owes) && !OCOP.norm(box.querySelector("textarea").value));
  }
  function reveal(box) {
    const section = box.closest("details");
    if (section) section.open = true;
    box.scrollIntoView({ block: "start" });
    const first = box.querySelector("input:checked, input, textarea");
    if (first) first.focus({ preventScroll: true });
  }
  OCOP.reveal = reveal;

  // --- what the person reads ----------------------------------------------------------------------------------------
  function say(text) {
    const place = bar.querySelector("[data-saved]");
    if (place.textContent !== text) place.textContent = text;
  }
  function tell() {
    const waiting = queue.items.length, left = waiting + " mục chờ gửi";
    form.querySelectorAll("[data-wait]").forEach(function (word) {
      word.hidden = !queue.last(word.closest("[data-criterion]").dataset.criterion);
    });
    if (stopped === "locked") return say("Phiếu đã khóa, điểm không thay đổi.");
    if (stopped) return say(left + ". Chưa gửi được, xem thông báo ở đầu phiếu.");
    if (held().length) return linksTo(bar.querySelector("[data-saved]"), "Có hai giá trị, ông/bà chọn:", held());
    if (!waiting) return savedAt ? say("Đã lưu lúc " + savedAt) : undefined;
    if (fails) return say(left + ", chưa cộng vào tổng. " + (navigator.onLine ? "Máy chủ chưa trả lời, đang thử lại." : "Mất mạng, sẽ tự gửi khi có mạng."));
    return say("Đang lưu, " + left + ".");
  }
  function linksTo(place, words, codes, between) {
    place.textContent = "";
    if (!codes.length) return;
    place.append(words + " ");
    codes.forEach(function (code, n) {
      const link = node("a", "", shortOf(code));
      link.href = "#" + (code === "*" ? "remark" : "c-" + code);
      link.dataset.code = code;
      if (n) place.append(between || " · ");
      place.append(link);
    });
  }
  function alertOf(name, tone, title, text) {
    let box = alerts.querySelector("[data-alert='" + name + "']");
    if (!box) {
      box = node("div", "panel pad stack " + tone);
      box.dataset.alert = name;
      box.setAttribute("role", "alert");
      alerts.append(box);
    }
    box.textContent = "";
    box.append(node("h2", "", title), node("p", "", text));
    return box;
  }
  function hush(name) {
    const box = alerts.querySelector("[data-alert='" + name + "']");
    if (box) box.remove();
  }
  function halt(why, title, text, label, href) {
    stopped = why;
    leaving = null;
    const box = alertOf("stop", "soon", title, text), row = node("div", "actions"), link = node("a", "btn", label);
    link.href = href;
    row.append(link);
    box.append(row);
    tell();
  }
  function keptText() {
    return queue.items.concat(Object.values(queue.held)).map(function (item) {
      const box = item.code === "*" ? null : boxOf(item.code);
      const name = box ? box.dataset.criterion + " " + box.querySelector("legend").dataset.name : "Nhận xét chung";
      return name + (item.place === null ? "" : ": " + words(item)) + (item.comment ? "\n" + item.comment : "");
    }).join("\n\n");
  }
  function locked() {
    stopped = "locked";
    leaving = null;
    form.querySelectorAll("[data-criterion]").forEach(function (box) { box.disabled = true; });
    const box = alertOf("stop", "soon", "Phiếu đã nộp hoặc đã khóa", "Điểm đã lưu không thay đổi. Những mục dưới đây chưa gửi được; ông/bà chép lại nếu cần dùng.");
    const text = node("textarea", "input"), row = node("div", "actions"), button = node("button", "btn btn--2", "Đã chép, bỏ các mục này");
    text.readOnly = true;
    text.rows = 6;
    text.value = keptText();
    text.setAttribute("aria-label", "Các mục chưa gửi");
    button.type = "button";
    button.addEventListener("click", function () { queue.clear(); hush("stop"); });
    row.append(button);
    box.append(text, row);
    tell();
  }
  function words(value) {
    if (value.place === null) return "chưa chấm";
    const radio = form.querySelector("input[name='p-" + value.code + "'][value='" + value.place + "']");
    const points = radio ? radio.closest("label").querySelector("b").textContent : "?";
    return value.place === 0 ? "Không đáp ứng, 0 điểm" : points + " điểm";
  }

  // --- two values of one criterion ------------------------------------------------------------------------------------
  function clash(code) {
    const box = boxOf(code), item = queue.held[code];
    if (!box || !item) return;
    const old = box.querySelector(".clash");
    if (old) old.remove();
    const pane = node("div", "clash");
    pane.setAttribute("role", "alert");
    pane.append(node("p", "", "Tiêu chí này có hai giá trị. Ông/bà chọn giá trị đúng."));
    [["Trên máy này", item, true], ["Đã lưu ở nơi khác", Object.assign({ code: code }, item.theirs), false]].forEach(function (side) {
      const half = node("div", ""), button = node("button", "btn btn--2 btn--sm", side[2] ? "Giữ giá trị trên máy này" : "Lấy giá trị ở nơi khác");
      half.append(node("b", "", side[0]));
      if (code !== "*") half.append(node("p", "", words(side[1])));
      half.append(node("p", "small", side[1].comment ? "“" + side[1].comment + "”" : "Không có nhận xét."));
      button.type = "button";
      button.addEventListener("click", function () { choose(code, side[2]); });
      half.append(button);
      pane.append(half);
    });
    box.querySelector(".opts, label").before(pane);
    const section = box.closest("details");
    if (section) section.open = true;
  }
  function choose(code, mine) {
    const item = queue.held[code], pane = boxOf(code).querySelector(".clash");
    queue.release(code);
    if (pane) pane.remove();
    stored[code] = item.theirs;
    write(code, mine ? item : item.theirs);
    if (mine) push(code, 0, item);
    tell();
    reveal(boxOf(code));
  }

  // --- sending ----------------------------------------------------------------------------------------------------------
  function push(code, rest, value) {
    const now = Date.now(), last = queue.last(code), base = last ? { place: last.place, comment: last.comment } : was(code);
    const next = value || read(code);
    if (queue.held[code]) { // still to be chosen: the person's side of it changes
      Object.assign(queue.held[code], { place: next.place, comment: next.comment });
      queue.keep();
      clash(code);
      return;
    }
    if (OCOP.same(next, base) && !(last && now < last.rest)) return;
    queue.put({ code: code, place: next.place, comment: next.comment, base: base, version: Number(form.dataset.version), at: now, rest: now + rest });
    tell();
    later(rest);
  }
  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, pause);
  }
  function setVersion(version) {
    form.dataset.version = version;
    form.querySelector("[name=version]").value = version;
  }
  function body(item) {
    // Made against what stands: the version of this page. Against something else: its own, so that the server refuses it
    // and both values can be shown, or knows the request and answers as the first time.
    const fresh = OCOP.same(was(item.code), item.base) && (item.base.place === was(item.code).place);
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append("user", form.dataset.user);
    data.append("version", fresh ? form.dataset.version : item.version);
    data.append("request_id", item.id);
    if (item.code === "*") {
      data.append("remark_text", item.comment);
    } else {
      data.append("criterion", item.code);
      data.append("place", item.place === null ? "" : item.place);
      data.append("comment", item.comment);
    }
    return data;
  }
  function send() {
    if (busy || stopped || !edits) return;
    queue.sync();
    const item = queue.items[0];
    if (!item) return depart();
    const wait = item.rest - Date.now();
    if (wait > 0 && !leaving && !document.hidden) return later(wait);
    busy = true;
    queue.mark(item);
    const abort = new AbortController(), limit = window.setTimeout(function () { abort.abort(); }, LIMIT);
    fetch(form.dataset.save, { method: "POST", body: body(item), redirect: "manual", signal: abort.signal, headers: { "X-Requested-With": "fetch" } })
      .then(function (response) {
        if (response.type === "opaqueredirect") return { status: 401, answer: {} };
        if (response.status >= 500 || response.status === 429) throw new Error("busy");
        return response.json().then(
          function (answer) { return { status: response.status, answer: answer }; },
          function () { if (response.ok) throw new Error("not ours"); return { status: response.status, answer: {} }; }
        );
      })
      .then(function (got) { busy = false; fails = 0; take(item, got.status, got.answer); })
      .catch(function () {
        busy = false;
        fails += 1;
        if (leaving) {
          leaving = null;
          alertOf("away", "soon", "Chưa gửi được phiếu", "Các mục vừa nhập vẫn được giữ trên máy này và sẽ tự gửi khi có mạng. Ông/bà bấm lại khi dòng trạng thái ghi “Đã lưu”.");
        }
        later(PAUSES[Math.min(fails, PAUSES.length) - 1] * 1000 * (1 + Math.random() / 4));
        tell();
      })
      .finally(function () { window.clearTimeout(limit); });
    tell();
  }
  function take(item, status, answer) {
    if (status === 200) {
      const stands = item.code === "*" ? { place: null, comment: answer.remark } : answer.current[item.code] || was(item.code);
      queue.drop(item.id);
      setVersion(answer.version);
      stored[item.code] = stands;
      // A repeat whose first answer was lost: somebody may have written since.
      if (!OCOP.same(item, stands) && !queue.last(item.code)) write(item.code, stands);
      savedAt = answer.saved;
      show(answer, item.code);
    } else if (status === 409) {
      stale(item, answer);
    } else if (status === 401) {
      return halt("signedout", "Ông/bà đã hết phiên đăng nhập", "Các mục chờ gửi được giữ trên máy này và tự gửi sau khi ông/bà đăng nhập lại.", "Đăng nhập lại", form.dataset.login);
    } else if (answer.code === "locked") {
      return locked();
    } else if (answer.code === "other_user") {
      return halt("other", "Máy đang dùng tài khoản khác", answer.detail, "Tải lại trang", window.location.pathname);
    } else if (status === 422 && answer.detail) { // the server will never take it: told and shown, not sent for ever
      queue.drop(item.id);
      alertOf("refused", "soon", "Có mục không được ghi: " + shortOf(item.code), answer.detail + (item.comment ? " Nhận xét đã nhập: “" + item.comment + "”" : ""));
    } else {
      return halt("forbidden", "Phiên đăng nhập đã đổi", "Các mục chờ gửi được giữ trên máy này. Ông/bà tải lại trang để gửi tiếp.", "Tải lại trang", window.location.pathname);
    }
    tell();
    return send();
  }
  // Saved elsewhere meanwhile: what nobody touched here is taken over, what agrees is done, the rest is the person's choice.
  function stale(item, answer) {
    setVersion(answer.version);
    const now = Object.assign({}, answer.current, { "*": { place: null, comment: answer.remark } });
    let taken = 0;
    new Set(Object.keys(now).concat(Object.keys(stored))).forEach(function (code) {
      const before = was(code);
      stored[code] = now[code] || { place: null, comment: "" };
      if (queue.last(code) || queue.held[code]) return;
      if (!OCOP.same(stored[code], before)) taken += 1;
      write(code, stored[code]);
    });
    const stands = was(item.code);
    if (OCOP.same(item, stands)) queue.drop(item.id);
    else if (!(OCOP.same(item.base, stands) && item.base.place === stands.place)) {
      queue.hold(item.code, stands);
      clash(item.code);
    }
    if (taken) alertOf("taken", "info", "Phiếu đang mở ở nơi khác", "Đã lấy " + taken + " mục được lưu ở nơi khác vào trang này.");
  }

  // --- the server's count -------------------------------------------------------------------------------------------------
  function each(selector, act) { document.querySelectorAll(selector).forEach(act); }
  function show(answer, code) {
    Object.keys(answer.parts).forEach(function (part) {
      each("[data-part='" + part + "'],[data-part-points='" + part + "']", function (place) { place.textContent = answer.parts[part]; });
      each("[data-part-bar='" + part + "']", function (meter) { meter.value = answer.parts[part]; });
    });
    Object.keys(answer.sections).forEach(function (section) {
      each("[data-section-points='" + section + "']", function (place) { place.textContent = answer.sections[section]; });
    });
    bar.querySelector("[data-total]").textContent = answer.total;
    bar.querySelector("[data-verdict]").textContent = answer.words;
    bar.querySelector("[data-lacks]").textContent = answer.lacks;
    linksTo(bar.querySelector("[data-unmet]"), " Đủ điểm " + answer.band + " sao, chưa đạt mốc:", answer.unmet, ", ");
    const missing = answer.missing.filter(function (other) { return !queue.last(other) || queue.last(other).place === null; });
    bar.querySelector("[data-done]").textContent = form.querySelectorAll("[data-criterion]").length - missing.length;
    linksTo(bar.querySelector("[data-missing]"), "Chưa chấm:", missing.slice(0, 8));
    if (missing.length > 8) bar.querySelector("[data-missing]").append(" và " + (missing.length - 8) + " tiêu chí nữa");
    if (!missing.length) bar.querySelector("[data-missing]").textContent = "Đã chấm đủ.";
    each("[data-idle]", function (word) {
      const box = word.closest("[data-criterion]"), rule = box.dataset.rule;
      word.hidden = !(rule && answer.idle.indexOf(box.dataset.criterion) >= 0 && read(rule).place !== null);
    });
    each("[data-criterion]", function (box) { mark(box.dataset.criterion); });
    sections(code);
  }
  // Badges of the sections; when one becomes full the next that misses something opens below it.
  function sections(code) {
    const all = Array.from(form.querySelectorAll("[data-section]"));
    const lacks = all.map(function (section) {
      const left = section.querySelectorAll("[data-criterion]:not(:has(input[type=radio]:checked))").length;
      section.querySelector("[data-lack]").hidden = !left;
      section.querySelector("[data-full]").hidden = Boolean(left);
      if (left) section.querySelector("[data-lack] .badge").lastChild.textContent = "Thiếu " + left;
      return left;
    });
    const here = all.findIndex(function (section) { return code && section.contains(document.getElementById("c-" + code)); });
    if (here < 0 || lacks[here]) return;
    const next = lacks.findIndex(function (left, n) { return n > here && left; });
    if (next >= 0) all[next].open = true;
  }

  // --- leaving with the whole form ----------------------------------------------------------------------------------------
  function depart() {
    if (!leaving) return;
    const button = leaving;
    leaving = null;
    if (held().length) return;
    going = true;
    form.requestSubmit(button);
  }
  form.addEventListener("submit", function (event) {
    if (going) { going = false; return; }
    queue.sync();
    if (!queue.items.length && !held().length && !stopped && navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (stopped) return;
    if (held().length) {
      reveal(boxOf(held()[0]));
      return;
    }
    if (!navigator.onLine) {
      alertOf("away", "soon", "Đang mất mạng", "Các mục vừa nhập được giữ trên máy này. Ông/bà nộp phiếu khi có mạng lại.");
      return;
    }
    hush("away");
    leaving = event.submitter;
    queue.hurry();
    later(0);
    tell();
  }, true);

  // --- events -----------------------------------------------------------------------------------------------------------
  const codeOf = function (target) {
    if (target === remark) return "*";
    const box = target.closest("[data-criterion]");
    return box && (target.name === "c-" + box.dataset.criterion || target.type === "radio") ? box.dataset.criterion : null;
  };
  if (edits) {
    form.addEventListener("change", function (event) {
      const code = codeOf(event.target);
      if (code === null) return;
      mark(code);
      push(code, event.target.type === "radio" ? SETTLE : 0);
    });
    form.addEventListener("input", function (event) {
      if (event.target.type === "radio" || event.isComposing) return;
      const code = codeOf(event.target);
      if (code !== null) { mark(code); push(code, TYPING); }
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden) { queue.hurry(); send(); } });
    window.addEventListener("online", function () { fails = 0; hush("away"); tell(); later(0); });
    window.addEventListener("offline", function () { fails = fails || 1; tell(); });
    window.addEventListener("focus", function () {
      if (stopped === "signedout" || stopped === "other") { stopped = ""; hush("stop"); later(0); }
    });
    // Tabs that died while this one was open.
    window.setInterval(function () { if (queue.adopt()) { restore(); later(0); } }, 15000);
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-code]"), box = link && boxOf(link.dataset.code);
    if (!box) return;
    event.preventDefault();
    reveal(box);
  });
  each("[data-size]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      const duo = button.closest(".duo");
      duo.dataset.pane = button.dataset.size;
      duo.querySelector(".side details").open = button.dataset.size !== "none";
      each("[data-size]", function (other) { other.setAttribute("aria-pressed", String(other === button)); });
    });
  });

  const papers = document.querySelector(".side details");
  if (papers && window.matchMedia("(max-width: 47.9rem)").matches) papers.open = false; // the sheet first on a phone

  // --- begin: what closed tabs, crashes and sign-outs have left on this device ---------------------------------------------
  function restore() {
    queue.items.forEach(function (item) { if (boxOf(item.code)) write(item.code, item); });
    held().forEach(function (code) {
      const item = queue.held[code];
      item.theirs = was(code);
      if (OCOP.same(item, item.theirs)) return queue.release(code);
      write(code, item);
      return clash(code);
    });
    if (!queue.durable) alertOf("memory", "soon", "Máy này không giữ được mục chờ gửi", "Trình duyệt không cho lưu trên máy. Ông/bà đừng đóng trang khi còn mục chờ gửi.");
  }
  queue.adopt();
  if (edits) {
    restore();
    tell();
    later(0);
  } else {
    // The sheet was locked meanwhile: what the server has is done, the rest is kept for copying.
    queue.items.filter(function (item) { return OCOP.same(item, was(item.code)); }).forEach(function (item) { queue.drop(item.id); });
    if (queue.items.length || held().length) locked();
  }
  const target = window.location.hash && document.getElementById(window.location.hash.slice(1));
  if (target && target.closest("[data-criterion]")) reveal(target);
})();
