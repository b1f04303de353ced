// Typing a paper sheet by keyboard: a full number goes on to the next row, Enter too. The page works without it.
"use strict";
(function () {
  const form = document.querySelector("form[data-paper]");
  if (!form) return;
  const boxes = Array.from(form.querySelectorAll("input[data-top]"));
  const go = function (box) {
    const next = boxes[boxes.indexOf(box) + 1] || form.querySelector("[name=no_conflict]");
    next.focus();
    if (next.select) next.select();
  };
  boxes.forEach(function (box) {
    box.addEventListener("input", function () {
      box.value = box.value.replace(/[^0-9]/g, "");
      // One digit is enough where no longer number can begin with it.
      if (box.value && Number(box.value) * 10 > Number(box.dataset.top)) go(box);
    });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); go(box); }
      if (event.key === "ArrowUp" && boxes.indexOf(box) > 0) { event.preventDefault(); boxes[boxes.indexOf(box) - 1].focus(); }
      if (event.key === "ArrowDown") { event.preventDefault(); go(box); }
    });
  });
})();
