// Small helps on top of pages that work without them. No inline code, no globals, nothing on single letters (Telex).
"use strict";
(function () {
  // Errors first: the summary takes the focus, and its links put the cursor into the field.
  function focusSummary(root, selector) {
    const box = root.querySelector(selector);
    if (box) box.focus();
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    const around = field.closest(".field") || field;
    around.scrollIntoView({ block: "center" });
  });

  // A second press while the first is on its way sends nothing. The button stays readable and focusable.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  function reopen(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
  // Back from the next page, or an answer by htmx: the form can be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(reopen);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest && event.target.closest("form");
    if (form) reopen(form);
  });

  // A button that is not possible yet says why and does nothing.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  });

  // Enter never sends while a Vietnamese syllable is still being composed.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.isComposing) event.preventDefault();
  }, true);

  // "Choose the whole page" in the head of a table.
  document.addEventListener("change", function (event) {
    const all = event.target.closest("thead input[type=checkbox]");
    if (!all) return;
    all.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach(function (box) {
      if (!box.disabled) box.checked = all.checked;
    });
  });

  // Print buttons.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", function () { focusSummary(document, "main > div > .summary"); });
  else focusSummary(document, "main > div > .summary");
  document.addEventListener("htmx:afterSwap", function (event) { focusSummary(event.target, ".summary"); });
})();
