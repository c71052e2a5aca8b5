// Choosing rows and going through them by keys. Lists work without this file.
(() => {
  "use strict";

  if (window.yichuang.lists) {
    return;
  }
  window.yichuang.lists = true;

  // --- choosing rows ---

  const boxes = (ident) => [...document.querySelectorAll(`input[type=checkbox][form="${CSS.escape(ident)}"]`)];

  function count(ident) {
    const all = boxes(ident);
    const chosen = all.filter((box) => box.checked).length;
    for (const bar of document.querySelectorAll(`[data-bulk="${CSS.escape(ident)}"]`)) {
      const line = bar.querySelector(".ui-bulk__count");
      line.textContent = chosen ? line.dataset.some.replace("{count}", chosen) : line.dataset.none;
      bar.classList.toggle("is-some", chosen > 0);
      for (const button of bar.querySelectorAll("button[type=submit]")) {
        button.setAttribute("aria-disabled", chosen ? "false" : "true");
      }
    }
    for (const head of document.querySelectorAll(`[data-choose-all="${CSS.escape(ident)}"]`)) {
      head.checked = chosen > 0 && chosen === all.length;
      head.indeterminate = chosen > 0 && chosen < all.length;
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-choose-all]")) {
      boxes(box.dataset.chooseAll).forEach((each) => (each.checked = box.checked));
      count(box.dataset.chooseAll);
    } else if (box.matches("td input[type=checkbox][form]")) {
      count(box.getAttribute("form"));
    }
  });

  document.addEventListener(
    "submit",
    (event) => {
      if (event.submitter?.closest("[data-bulk]") && event.submitter.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
      }
    },
    true,
  );

  for (const head of document.querySelectorAll("[data-choose-all]")) {
    head.parentElement.hidden = false;
    count(head.dataset.chooseAll);
  }

  // --- keys: j and k go down and up, Enter opens, x chooses, / searches, ? helps; they can be switched off ---

  const table = document.querySelector("[data-keys]");
  const help = document.getElementById("ui-keys");
  if (!table || !help) {
    return;
  }
  const OFF = "keys-off";
  const isOff = () => localStorage.getItem(OFF) === "yes";
  const rows = () => [...table.tBodies[0].rows];

  function go(step) {
    const all = rows();
    const now = all.findIndex((row) => row.hasAttribute("data-here"));
    const next = all[Math.max(0, Math.min(all.length - 1, now + step))];
    all[now]?.removeAttribute("data-here");
    if (next) {
      next.setAttribute("data-here", "");
      next.querySelector("a")?.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: () => table.querySelector("tr[data-here] input[type=checkbox]")?.click(),
    "/": () => document.querySelector("main input[type=search]")?.focus(),
    Enter: () => table.querySelector("tr[data-here] a")?.click(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    const isTaken = event.key === "Enter" && event.target.closest("a, button, summary, input");
    const act = acts[event.key];
    if (!act || isTyping || isTaken || event.ctrlKey || event.metaKey || event.altKey || isOff()) {
      return;
    }
    event.preventDefault();
    act();
  });

  const toggle = help.querySelector("[data-keys-on]");
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "no" : "yes"));
  help.querySelector("[data-keys-close]").addEventListener("click", () => help.close());
  const opener = document.querySelector("[data-keys-help]");
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
})();
