// Keys of the scoring sheet. Digits act only while a radio group has the focus (VNI and Telex type in the text fields);
// Alt+Shift+N and P go to the next and the previous criterion without a choice. All of it can be switched off.
"use strict";
(function () {
  const form = document.querySelector("form[data-sheet]");
  const opener = document.querySelector("[data-keys]");
  const dialog = document.querySelector("[data-keys-dialog]");
  if (!form || !opener || !dialog || !form.hasAttribute("data-edits")) return;
  const NAME = "ocop.phim-tat";
  const recall = function () { try { return localStorage.getItem(NAME) !== "tat"; } catch (error) { return true; } };
  const toggle = dialog.querySelector("[data-keys-on]");
  const boxes = function () { return Array.from(form.querySelectorAll("[data-criterion]")); };
  const open = function (box) { return !box.querySelector("input[type=radio]:checked"); };

  function apply(on) {
    toggle.checked = on;
    form.classList.toggle("keys-on", on);
    try { localStorage.setItem(NAME, on ? "bat" : "tat"); } catch (error) { /* lasts as long as the page */ }
  }
  boxes().forEach(function (box) {
    box.querySelectorAll(".opts label").forEach(function (label, place) {
      if (place > 8) return;
      const cap = document.createElement("kbd");
      cap.textContent = place + 1;
      cap.setAttribute("aria-hidden", "true");
      label.append(cap);
    });
  });
  opener.hidden = false;
  opener.addEventListener("click", function () { dialog.showModal(); });
  toggle.addEventListener("change", function () { apply(toggle.checked); });
  apply(recall());

  function go(step) {
    const all = boxes(), here = document.activeElement.closest("[data-criterion]");
    const at = here ? all.indexOf(here) : step > 0 ? -1 : all.length;
    for (let n = 1; n <= all.length; n++) {
      const box = all[(at + step * n + all.length * 2) % all.length];
      if (box !== here && open(box)) return window.OCOP.reveal(box);
    }
    if (here && open(here)) return undefined;
    const button = form.querySelector("button[name=submit]"); // nothing is missing: the way on is the button
    if (button) button.focus();
    return undefined;
  }
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || !form.classList.contains("keys-on")) return;
    if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && (event.code === "KeyN" || event.code === "KeyP")) {
      event.preventDefault();
      go(event.code === "KeyN" ? 1 : -1);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !/^[1-9]$/.test(event.key)) return;
    const radio = event.target.closest && event.target.closest(".opts input[type=radio]");
    if (!radio) return;
    const wanted = form.querySelectorAll("input[name='" + radio.name + "']")[Number(event.key) - 1];
    event.preventDefault();
    if (!wanted) return;
    wanted.focus();
    if (!wanted.checked) wanted.click();
  });
})();
