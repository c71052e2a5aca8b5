// Only comfort lives here: every page works without this file.
(() => {
  "use strict";

  // A second click on a form that is being sent does nothing; the server's idempotency key is the real guard.
  // A form that fetches a file stays usable by the attribute data-again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("data-again")) {
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // The browser's "back" shows a stored page; its forms must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  // Tell of a file that is too large before it is sent.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-max-bytes]")) {
      return;
    }
    const limit = Number(input.dataset.maxBytes);
    const isTooLarge = [...input.files].some((file) => file.size > limit);
    input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
    input.reportValidity();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) {
      window.print();
    }
  });

  // After a refused form the summary of what is wrong is read first.
  const summary = document.querySelector("[data-focus-first]");
  if (summary) {
    summary.focus();
  }
})();
