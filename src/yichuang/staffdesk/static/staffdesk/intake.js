// Intake at the window: the number finds its person, the applicant's own data is typed once, and only what these answers
// ask for is shown. Without this file the page works by its buttons.
(() => {
  "use strict";

  const form = document.getElementById("intake");
  const line = document.getElementById("person-found");
  if (!form || !line) {
    return;
  }
  const field = (name) => form.elements.namedItem(name);
  const value = (name) => field(name)?.value ?? "";

  function put(part, text) {
    if (!part || part.value === text) {
      return;
    }
    part.value = text;
    part.dispatchEvent(new Event(part instanceof RadioNodeList ? "x" : "change", { bubbles: true }));
  }

  // --- the number finds its person ---

  const WHOLE = 18; // characters of a resident card or a credit code
  let lookedUp = "";

  async function find() {
    const number = value("identity_no").trim();
    const asked = `${value("identity_type")} ${number}`;
    if (!number) {
      line.textContent = lookedUp = "";
    }
    if (!number || asked === lookedUp) {
      return;
    }
    lookedUp = asked;
    const body = new FormData(form);
    for (const [name, part] of [...body.entries()]) {
      if (part instanceof File) body.delete(name);
    }
    try {
      const answer = await fetch(line.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
      if (lookedUp !== asked) {
        return;
      }
      if (!answer.ok) {
        lookedUp = "";
        return;
      }
      const known = await answer.json();
      line.textContent = known.told;
      line.classList.toggle("is-wrong", known.is_wrong);
      field("identity_no").setAttribute("aria-invalid", known.is_wrong ? "true" : "false");
      forget();
      fill(known.fill);
      lookedUp = `${value("identity_type")} ${number}`;
      offer(known.answers ?? {}, known.mark);
    } catch {
      lookedUp = ""; // Without a connection the page's own check comes later.
    }
  }

  function fill(known) {
    for (const [name, text] of Object.entries(known)) {
      if (name === "kind" || name === "identity_type") {
        choose(name, text);
      } else if (!value(name)) {
        put(field(name), text);
        field(name).dataset.found = text;
      }
    }
    copy();
  }

  // What was filled in for another number and not touched since.
  function forget() {
    for (const part of form.querySelectorAll("[data-found]")) {
      if (part.value === part.dataset.found) part.value = "";
      delete part.dataset.found;
    }
    for (const note of form.querySelectorAll(".desk-known")) {
      choose(note.parentElement.dataset.asked, "");
      note.remove();
    }
  }

  function choose(name, text) {
    const wanted = [text].flat();
    let last = null;
    for (const part of form.querySelectorAll(`[name="${name}"]`)) {
      if (part.type === "radio" || part.type === "checkbox") {
        part.checked = wanted.includes(part.value);
      } else {
        part.value = wanted[0] ?? "";
      }
      last = part;
    }
    return last;
  }

  // Answers given before, for questions that are still empty; each is marked until it is changed.
  function offer(known, mark) {
    for (const [name, text] of Object.entries(known)) {
      const holder = form.querySelector(`[data-asked="${name}"]`);
      const isEmpty = holder && ![...holder.querySelectorAll("input, select, textarea")].some(isGiven);
      if (!isEmpty) {
        continue;
      }
      const last = choose(name, text);
      const note = document.createElement("p");
      note.className = "desk-known";
      note.textContent = mark;
      holder.append(note);
      holder.addEventListener("input", () => note.remove(), { once: true });
      last?.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function isGiven(part) {
    return part.type === "radio" || part.type === "checkbox" ? part.checked : part.value !== "";
  }

  // --- questions for the applicant's own name, number and phone ---

  function copy() {
    for (const holder of form.querySelectorAll("[data-same]")) {
      const words = holder.dataset.same.split(" ");
      const from = words.pop();
      const part = holder.querySelector("input");
      const isFree = part && (!part.value || part.value === part.dataset.copied);
      if (isFree && (!words[0] || words[0] === value("kind")) && value(from)) {
        part.dataset.copied = value(from);
        put(part, value(from));
      }
    }
  }

  form.addEventListener("change", (event) => {
    const name = event.target.name;
    if (name === "identity_no" || name === "identity_type") {
      find();
    } else if (["name", "phone", "kind"].includes(name)) {
      copy();
    }
  });

  // A card reader, or whoever typed the last character, need not leave the field first.
  field("identity_no").addEventListener("input", () => {
    if (value("identity_no").trim().length === WHOLE) find();
  });

  // What was typed before this file came is looked up now.
  if (value("identity_no") && !value("name")) find();

  // --- the checklist in one go ---

  form.querySelector("[data-all-papers]")?.addEventListener("click", () => {
    const asked = [...form.querySelectorAll(".desk-material:not(.desk-unasked) [name^='paper-']")];
    const isAll = asked.every((part) => part.checked);
    for (const part of asked) part.checked = !isAll;
    asked[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // --- what these answers ask for: it comes with each saving ---

  function show() {
    const asked = new Set(value("asked").split(" "));
    for (const part of form.querySelectorAll("[data-asked]")) {
      part.classList.toggle("desk-unasked", !asked.has(part.dataset.asked));
    }
  }

  const status = form.querySelector("[data-save-status]");
  if (status) {
    new MutationObserver(show).observe(status, { childList: true, characterData: true, subtree: true });
  }
})();
