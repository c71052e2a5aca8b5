// Only comfort lives here: every page works without this file.
(() => {
  "use strict";

  const words = document.getElementById("ui-words")?.dataset ?? {};
  const ui = { words };
  window.yichuang = ui;

  // A message that stays until it is closed; `link` is [address, label].
  ui.say = (text, tone = "info", link = null) => {
    const box = document.getElementById("ui-toasts");
    const pattern = document.getElementById("ui-toast-pattern");
    if (!box || !pattern || [...box.children].some((toast) => toast.dataset.text === text)) {
      return;
    }
    const toast = pattern.content.firstElementChild.cloneNode(true);
    toast.classList.replace("ui-tone-info", `ui-tone-${tone}`);
    toast.dataset.text = text;
    const body = toast.querySelector(".ui-alert__body");
    body.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      [anchor.href, anchor.textContent] = link;
      body.append(" ", anchor);
    }
    box.append(toast);
    reveal(toast);
  };

  // What only works with scripts is shown by them.
  function reveal(root) {
    for (const part of root.querySelectorAll("[data-close][hidden], [data-copy][hidden], [data-print][hidden]")) {
      part.hidden = false;
    }
  }

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

  function free(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }

  // The browser's "back" shows a stored page; its forms must be usable again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) {
      free(form);
    }
  });
  document.addEventListener("htmx:load", (event) => reveal(event.target));

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
    const at = (selector) => event.target.closest(selector);
    const closer = at("[data-close]");
    if (at("[data-print]")) {
      window.print();
    } else if (closer) {
      closer.closest(closer.dataset.close).remove();
    } else if (at("[data-copy]")) {
      copy(at("[data-copy]"));
    } else if (at("[data-dialog] > details > summary")) {
      event.preventDefault();
      open(at("[data-dialog]"));
    }
    for (const menu of document.querySelectorAll("details.ui-drop[open]")) {
      menu.open = menu.contains(event.target);
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.ui-drop[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => (label.textContent = before), 3000);
  }

  // What unfolds in its place without scripts lies over the page with them.
  function open(holder) {
    let over = holder.querySelector("dialog");
    if (!over) {
      over = document.createElement("dialog");
      over.className = "ui-over";
      const body = holder.querySelector(".ui-dialog__body");
      const title = body.querySelector(".ui-dialog__title");
      title.id ||= `ui-dialog-${[...document.querySelectorAll("[data-dialog]")].indexOf(holder)}`;
      over.setAttribute("aria-labelledby", title.id);
      const close = document.createElement("button");
      close.type = "button";
      close.className = "ui-button ui-over__close";
      close.textContent = holder.dataset.closeLabel;
      close.addEventListener("click", () => over.close());
      over.append(body, close);
      holder.append(over);
    }
    over.showModal();
  }

  // What scrolls sideways must be reached by keys.
  function reach() {
    for (const box of document.querySelectorAll(".ui-scroll")) {
      box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
    }
  }

  reveal(document);
  reach();
  window.addEventListener("resize", reach);

  // After a refused form the summary of what is wrong is read first.
  document.querySelector("[data-focus-first]")?.focus();
})();
