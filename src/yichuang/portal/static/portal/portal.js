// Only comfort: suggestions by keyboard, and sections that a phone folds. Every page works without this file.
(() => {
  "use strict";

  // A page that says what is wrong stands for what was sent: going back to it later asks for it afresh, with what was kept.
  if (document.querySelector("main .ui-errors")) {
    history.replaceState(null, "", location.href);
  }

  const phone = window.matchMedia("(max-width: 47.99rem)");

  // A phone shows the main parts of a guide unfolded and the heads of the others; what a link leads to unfolds.
  const sections = [...document.querySelectorAll(".portal-section")];
  if (phone.matches) {
    for (const section of sections) {
      section.open = section.hasAttribute("data-main");
    }
  }
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const section = target && target.closest("details");
    if (section) {
      section.open = true;
    }
  };
  window.addEventListener("hashchange", unfold);
  unfold();
  window.addEventListener("beforeprint", () => {
    for (const section of document.querySelectorAll(".portal-section, .portal-faq")) {
      section.open = true;
    }
  });

  const input = document.querySelector("[role=combobox][aria-controls=suggestions]");
  const list = document.getElementById("suggestions");
  if (!input || !list) {
    return;
  }
  let chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(isShown) {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    choose(-1);
  }

  function choose(at) {
    chosen = at;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      const option = options()[at];
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === list) {
      show(options().length > 0 && document.activeElement === input && input.value.trim() !== "");
    }
  });

  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const from = list.hidden ? -1 : chosen;
      if (list.hidden) {
        show(true);
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(from < 0 && step < 0 ? count - 1 : (from + step + count) % count);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      options()[chosen].click();
    }
  });

  document.addEventListener("click", (event) => {
    if (!list.hidden && !event.target.closest(".portal-search__box")) {
      show(false);
    }
  });
  input.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || show(false), 150));
})();
