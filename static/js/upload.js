// Files in chunks over a bad link: from the server's offset, hash at the end, photographs joined into one PDF (core/uploads.py).
// Without this script the file field sends the file with the form.
"use strict";
(function () {
  if (!window.fetch || !window.Promise || !Blob.prototype.arrayBuffer) return;
  const PAUSES = [1, 2, 4, 8, 15, 30], LIMIT = 120000, MB = 1e6, SLICE = 1 << 20;
  const RESUME = "Có thể đóng trang, lần sau chọn lại tệp để tiếp tục.";

  // SHA-256 block by block: the browser's own wants the whole file in memory and a secure address.
  const K = new Int32Array(64);
  (function () {
    const part = function (x) { return (x - Math.floor(x)) * 4294967296 | 0; };
    for (let n = 2, i = 0; i < 64; n += 1) {
      let prime = true;
      for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
      if (prime) { K[i] = part(Math.cbrt(n)); i += 1; }
    }
  })();
  function Sha256() {
    this.h = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
    this.rest = new Uint8Array(0);
    this.length = 0;
  }
  Sha256.prototype.block = function (view, at) {
    const w = new Int32Array(64), h = this.h;
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15], y = w[i - 2];
      const s = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3, t = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      w[i] = w[i - 16] + s + w[i - 7] + t | 0;
    }
    let a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
    for (let i = 0; i < 64; i += 1) {
      const s = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7), t = k + s + (e & f ^ ~e & g) + K[i] + w[i] | 0;
      const u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      k = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
    }
    [a, b, c, d, e, f, g, k].forEach(function (x, i) { h[i] = h[i] + x | 0; });
  };
  Sha256.prototype.add = function (bytes) {
    this.length += bytes.length;
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    const view = new DataView(all.buffer), whole = all.length - all.length % 64;
    for (let at = 0; at < whole; at += 64) this.block(view, at);
    this.rest = all.slice(whole);
  };
  Sha256.prototype.end = function () {
    const bits = this.length * 8, pad = new Uint8Array((this.rest.length < 56 ? 64 : 128) - this.rest.length);
    pad[0] = 128;
    const view = new DataView(pad.buffer);
    view.setUint32(pad.length - 8, Math.floor(bits / 4294967296));
    view.setUint32(pad.length - 4, bits >>> 0);
    this.add(pad);
    return Array.from(this.h, function (x) { return ("0000000" + (x >>> 0).toString(16)).slice(-8); }).join("");
  };

  const wait = function (seconds) { return new Promise(function (done) { setTimeout(done, seconds * 1000); }); };
  const show = function (bytes) { return (bytes / MB).toFixed(1).replace(".", ",") + " MB"; };
  const left = function (seconds) {
    return seconds > 90 ? "còn khoảng " + Math.round(seconds / 60) + " phút" : "còn khoảng " + Math.max(1, Math.round(seconds)) + " giây";
  };

  function setup(input) {
    const form = input.form, hidden = form.elements.uploaded, address = input.dataset.upload;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const box = document.createElement("div"), bar = document.createElement("progress");
    const words = document.createElement("p"), live = document.createElement("p");
    box.className = "stack";
    box.hidden = true;
    bar.max = 100;
    bar.setAttribute("aria-label", "Tiến độ tải tệp");
    words.className = "small";
    live.className = "vh";
    live.setAttribute("role", "status");
    box.append(bar, words);
    input.after(box, live);
    input.multiple = true;
    let run = null, sending = false;

    function say(text, loud) {
      box.hidden = false;
      words.textContent = text;
      if (loud) live.textContent = text;
    }
    // One request. Retries what may pass; throws {stop: sentence} for what will not.
    async function ask(mine, url, options, again) {
      for (let fails = 0; ; fails += 1) {
        if (run !== mine) throw { stop: "" };
        let answer = null;
        const abort = new AbortController(), timer = setTimeout(function () { abort.abort(); }, LIMIT);
        try {
          answer = await fetch(url, Object.assign({ redirect: "manual", cache: "no-store", signal: abort.signal }, options, { headers: { "X-CSRFToken": token } }));
        } catch (error) { /* the link is cut */ }
        clearTimeout(timer);
        if (answer && answer.type === "opaqueredirect") throw { stop: "Phiên làm việc đã hết. Ông/bà đăng nhập lại rồi chọn lại tệp để tiếp tục, phần đã tải vẫn còn." };
        if (answer && answer.status < 500) {
          const told = await answer.json().catch(function () { return {}; });
          if (answer.ok || answer.status === 409) return told;
          throw { stop: told.detail || "Máy chủ không nhận tệp này. Ông/bà tải lại trang rồi chọn lại tệp." };
        }
        say((navigator.onLine ? "Máy chủ chưa trả lời" : "Mất mạng") + ", phần đã tải vẫn còn, đang thử lại. " + RESUME, fails === 0);
        await wait(PAUSES[Math.min(fails, PAUSES.length - 1)]);
        if (again) return again();
      }
    }
    const fields = function (more) {
      const data = new FormData();
      data.append("place", input.dataset.place);
      data.append("owner", input.dataset.owner);
      Object.keys(more).forEach(function (key) { [].concat(more[key]).forEach(function (one) { data.append(key, one); }); });
      return { method: "POST", body: data };
    };

    async function send(mine, file, prefix) {
      const look = function () { return ask(mine, address + told.id + "/", {}); };
      let told = await ask(mine, address, fields({ name: file.name, size: file.size, mark: String(file.lastModified) }));
      const id = told.id, chunk = told.chunk, from = told.offset, began = Date.now();
      let told25 = -1;
      while (told.state === "open" && told.offset < file.size) {
        const percent = Math.floor(told.offset * 100 / file.size), rate = (told.offset - from) / ((Date.now() - began) / 1000);
        bar.value = percent;
        const rest = rate > 0 ? ", " + left((file.size - told.offset) / rate) : "";
        say(prefix + "đang tải " + percent + " % (" + show(told.offset) + " trong " + show(file.size) + ")" + rest + ". " + RESUME, percent >= told25 + 25);
        if (percent >= told25 + 25) told25 = percent;
        const part = file.slice(told.offset, told.offset + chunk);
        const next = await ask(mine, address + id + "/?offset=" + told.offset, { method: "PUT", body: part }, look);
        told = Object.assign({}, told, next, { state: next.state || told.state });
      }
      if (told.state === "open") {
        say(prefix + "đang kiểm tra. " + RESUME, true);
        bar.value = 100;
        const seal = new Sha256();
        for (let at = 0; at < file.size; at += SLICE) seal.add(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
        await ask(mine, address + id + "/xong/", fields({ sha256: seal.end() }));
      }
      return id;
    }
    async function join(mine, ids) {
      let told = await ask(mine, address + "gop/", fields({ part: ids }));
      while (told.state === "joining") {
        say("Đang gộp " + ids.length + " ảnh thành một tệp PDF. Ông/bà chờ ít phút.", false);
        await wait(1);
        told = await ask(mine, address + told.id + "/", {});
      }
      if (told.state === "failed") throw { stop: told.detail };
      return told.id;
    }
    async function start() {
      const files = Array.from(input.files), mine = {};
      hidden.value = "";
      if (!files.length) return;
      run = mine;
      sending = false;
      try {
        const ids = [];
        for (let i = 0; i < files.length; i += 1) {
          ids.push(await send(mine, files[i], files.length > 1 ? "Ảnh " + (i + 1) + "/" + files.length + ": " : "Tệp " + files[i].name + ": "));
        }
        hidden.value = ids.length > 1 ? await join(mine, ids) : ids[0];
        const size = files.reduce(function (sum, file) { return sum + file.size; }, 0);
        const what = files.length > 1 ? files.length + " ảnh, đã gộp thành một tệp PDF" : files[0].name;
        say("Đã tải xong: " + what + " (" + show(size) + "). Ông/bà bấm nút bên dưới để thêm vào hồ sơ.", true);
        input.value = "";
        run = null;
        if (sending) form.requestSubmit();
      } catch (error) {
        if (run !== mine) return;
        run = null;
        input.value = "";
        bar.value = 0;
        say(error.stop || "Tệp chưa tải được. Ông/bà chọn lại tệp để tiếp tục từ chỗ đã nhận.", true);
      }
    }
    input.addEventListener("change", start);
    form.addEventListener("submit", function (event) {
      if (!run) return;
      event.preventDefault();
      sending = true;
      say("Tệp đang tải. Tải xong, trang sẽ tự gửi. " + RESUME, true);
    });
    if (hidden.value && input.dataset.ready) say("Đã tải xong: " + input.dataset.ready + ". Ông/bà không phải chọn lại tệp.", false);
  }
  document.querySelectorAll("input[type=file][data-upload]").forEach(setup);
})();
