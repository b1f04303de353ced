// Autosave of a scoring sheet: one answer at a time, in order, each with the sheet's version. The page works without it.
"use strict";
(function () {
  const form = document.querySelector("form[data-sheet]");
  if (!form || !window.fetch) return;
  const bar = document.querySelector("[data-bar]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = [];
  let busy = false, halted = false, leaving = null;

  const say = function (text) { bar.querySelector("[data-saved]").textContent = text; };
  const requestId = function () {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  };
  const anchor = function (code) { return "c-" + code; };

  // Only the newest value of a criterion waits; what is already on its way keeps its request id.
  function push(code) {
    const waiting = queue.findIndex(function (job, place) { return job.code === code && !(busy && place === 0); });
    if (waiting >= 0) queue.splice(waiting, 1);
    queue.push({ code: code, id: requestId() });
    run();
  }

  function body(job) {
    const chosen = form.querySelector("input[name='p-" + job.code + "']:checked");
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append("criterion", job.code);
    data.append("place", chosen ? chosen.value : "");
    data.append("comment", form.querySelector("[name='c-" + job.code + "']").value);
    data.append("version", form.dataset.version);
    data.append("request_id", job.id);
    return data;
  }

  function run() {
    if (leaving && !busy && (halted || !queue.length)) return leave();
    if (busy || halted || !queue.length) return;
    busy = true;
    const job = queue[0];
    if (!job.body) job.body = body(job);
    fetch(form.dataset.save, { method: "POST", body: job.body, headers: { "X-Requested-With": "fetch" } })
      .then(function (response) {
        return response.json().then(function (answer) { return { status: response.status, answer: answer }; });
      })
      .then(function (got) {
        busy = false;
        if (got.status === 200) {
          queue.shift();
          setVersion(got.answer.version);
          show(got.answer);
        } else if (got.status === 409) {
          halted = true;
          say(got.answer.detail + " Bấm “Lưu phiếu” để xem hai giá trị.");
        } else {
          halted = true;
          say(got.answer.detail);
        }
        run();
      })
      .catch(function () {
        busy = false;
        if (leaving) return leave(); // the whole sheet goes with the form; the server compares versions
        say("Chưa lưu, đang thử lại (" + queue.length + " mục chờ gửi).");
        window.setTimeout(run, 4000);
      });
  }

  function setVersion(version) {
    form.dataset.version = version;
    form.querySelector("[name=version]").value = version;
  }

  function links(node, words, codes, between) {
    node.textContent = "";
    if (!codes.length) return;
    node.append(words + " ");
    codes.forEach(function (code, place) {
      const link = document.createElement("a");
      link.href = "#" + anchor(code);
      link.dataset.code = code;
      link.textContent = code;
      if (place) node.append(between);
      node.append(link);
    });
  }

  function show(answer) {
    Object.keys(answer.parts).forEach(function (code) {
      document.querySelectorAll("[data-part='" + code + "'],[data-part-points='" + code + "']").forEach(function (node) {
        node.textContent = answer.parts[code];
      });
      const meter = bar.querySelector("[data-part-bar='" + code + "']");
      if (meter) meter.value = answer.parts[code];
    });
    Object.keys(answer.sections).forEach(function (code) {
      const node = form.querySelector("[data-section-points='" + code + "']");
      if (node) node.textContent = answer.sections[code];
    });
    bar.querySelector("[data-total]").textContent = answer.total;
    bar.querySelector("[data-verdict]").textContent = answer.stars ? "tạm tính " + answer.stars + " sao" : "có điểm loại trên phiếu";
    links(bar.querySelector("[data-unmet]"), " · đủ điểm " + answer.band + " sao, chưa đạt mốc:", answer.unmet, ", ");
    const all = form.querySelectorAll("[data-criterion]").length;
    bar.querySelector("[data-done]").textContent = all - answer.missing.length;
    const missing = bar.querySelector("[data-missing]");
    links(missing, "Chưa chấm:", answer.missing, " · ");
    if (!answer.missing.length) missing.textContent = "Đã chấm đủ.";
    form.querySelectorAll("[data-criterion]").forEach(function (box) {
      const open = answer.missing.indexOf(box.dataset.criterion) >= 0;
      box.classList.toggle("crit--todo", open);
      const badge = box.querySelector("[data-todo]");
      if (badge && !open) badge.remove();
    });
    say(queue.length ? "Đang lưu, còn " + queue.length + " mục." : "Đã lưu lúc " + answer.saved);
  }

  form.addEventListener("change", function (event) {
    const box = event.target.closest("[data-criterion]");
    if (box) push(box.dataset.criterion);
  });

  // The whole sheet is sent only when no answer is on its way: else the form's version would already be old.
  function leave() {
    const button = leaving;
    leaving = null;
    queue.length = 0;
    halted = true;
    form.requestSubmit(button);
  }
  form.addEventListener("submit", function (event) {
    if (!busy && (halted || !queue.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = event.submitter;
    say("Đang lưu " + queue.length + " mục rồi gửi phiếu.");
  }, true);

  // A link to a criterion opens the section in which it stands.
  function reveal(hash) {
    const target = hash && document.getElementById(hash.slice(1));
    const section = target && target.closest("details");
    if (!section) return;
    section.open = true;
    target.scrollIntoView({ block: "start" });
    const first = target.querySelector("input:checked, input");
    if (first) first.focus({ preventScroll: true });
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-code]");
    if (!link) return;
    event.preventDefault();
    reveal(link.hash);
  });
  reveal(window.location.hash);
})();
