// Nothing typed is lost: what was typed is kept in this tab (sessionStorage) until the server has taken it.
(() => {
  "use strict";

  const ui = window.yichuang;
  const words = ui.words;
  const PREFIX = "typed:";
  const AGE_MS = 8 * 3600 * 1000;
  const WAIT_MS = 1500;
  const RETRY_MS = 10000;
  const here = location.pathname + location.search;
  const untouched = new WeakMap();

  // --- what stands in a form ---

  const forms = () =>
    [...document.querySelectorAll("main form")].filter(
      (form) => form.method === "post" && !form.querySelector("input[type=password]"),
    );

  const typed = (form) =>
    [...form.elements].filter(
      (part) => part.name && !part.matches("button, fieldset, output, [type=hidden], [type=file], [type=submit]"),
    );

  function read(form) {
    const found = {};
    for (const part of typed(form)) {
      const values = (found[part.name] ??= []);
      if (part.matches("[type=checkbox], [type=radio]")) {
        if (part.checked) values.push(part.value);
      } else if (part.matches("select[multiple]")) {
        values.push(...[...part.selectedOptions].map((option) => option.value));
      } else {
        values.push(part.value);
      }
    }
    return found;
  }

  function write(form, kept) {
    let isChanged = false;
    const seen = {};
    for (const part of typed(form)) {
      const values = kept[part.name];
      const at = (seen[part.name] = (seen[part.name] ?? -1) + 1);
      if (!values) continue;
      const before = JSON.stringify([part.value, part.checked]);
      if (part.matches("[type=checkbox], [type=radio]")) {
        part.checked = values.includes(part.value);
      } else if (part.matches("select[multiple]")) {
        for (const option of part.options) option.selected = values.includes(option.value);
      } else if (values[at] !== undefined) {
        part.value = values[at];
      }
      if (before !== JSON.stringify([part.value, part.checked])) {
        isChanged = true;
        part.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    return isChanged;
  }

  function nameOf(form) {
    const action = form.getAttribute("action") ?? "";
    const same = forms().filter((other) => (other.getAttribute("action") ?? "") === action);
    return `${action}#${same.indexOf(form)}`;
  }

  // --- what is kept: {account, at, isOut, forms: {name: fields}} for each address ---

  function load(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));

  function keep(form, isOut) {
    const entry = load(PREFIX + here) ?? { forms: {} };
    entry.account = words.account;
    entry.at = Date.now();
    entry.isOut = isOut;
    entry.forms[nameOf(form)] = read(form);
    try {
      sessionStorage.setItem(PREFIX + here, JSON.stringify(entry));
    } catch {
      // The tab's store is full or closed: the text still stands in the form.
    }
  }

  const forget = () => sessionStorage.removeItem(PREFIX + here);

  // A page that could not take what was sent says so; every other page means that it was taken.
  function arrive() {
    const signIn = words.signInUrl && new URL(words.signInUrl, location.href).pathname;
    const isRefused = location.pathname === signIn || document.querySelector("[data-refused-page]");
    let isWaiting = false;
    const isBack = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
    for (const key of kept()) {
      const entry = load(key);
      const isMine = entry && (!entry.account || !words.account || entry.account === words.account);
      if (!isMine || Date.now() - entry.at > AGE_MS) {
        sessionStorage.removeItem(key);
      } else if (isRefused) {
        sessionStorage.setItem(key, JSON.stringify({ ...entry, isOut: true }));
        isWaiting ||= Boolean(entry.account) && location.pathname === signIn;
      } else if (key === PREFIX + here && (entry.isOut || isBack)) {
        restore(entry);
      } else if (!entry.isOut) {
        sessionStorage.removeItem(key);
      }
    }
    if (isWaiting) ui.say(words.ended, "warn");
  }

  function restore(entry) {
    const filled = forms().filter((form) => {
      const fields = entry.forms[nameOf(form)];
      return fields && write(form, fields);
    });
    if (filled.length) {
      ui.say(words.restored, "info");
      filled.filter((form) => form.matches("[data-autosave]")).forEach((form) => later(form, WAIT_MS));
    }
  }

  ui.ended = () => {
    for (const form of forms()) {
      if (JSON.stringify(read(form)) !== untouched.get(form)) keep(form, true);
    }
    ui.say(words.ended, "warn", [`${words.signInUrl}?next=${encodeURIComponent(here)}`, words.signIn]);
  };

  ui.isOut = (status, address) =>
    status === 401 || (words.signInUrl && new URL(address, location.href).pathname === words.signInUrl);

  // Hidden fields (a revision, a key) follow what the server answers.
  ui.follow = (form, answer) => {
    for (const [name, value] of Object.entries(answer ?? {})) {
      for (const part of form.querySelectorAll(`input[type=hidden][name="${CSS.escape(name)}"]`)) part.value = value;
    }
  };

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const request = event.detail.xhr;
    if (ui.isOut(request.status, request.responseURL)) {
      event.preventDefault();
      ui.ended();
    }
  });

  // --- saving as one types: <form data-autosave="address"> ---

  const saving = new Map();

  function stateOf(form) {
    if (!saving.has(form)) saving.set(form, { changed: new Set(), timer: 0, running: null });
    return saving.get(form);
  }

  function tell(form, text, isWrong = false) {
    const line = form.querySelector("[data-save-status]");
    if (line) {
      line.textContent = text;
      line.classList.toggle("is-wrong", isWrong);
    }
  }

  function later(form, wait) {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), wait);
  }

  async function save(form) {
    const state = stateOf(form);
    clearTimeout(state.timer);
    if (state.running) {
      await state.running;
    }
    state.running = post(form, state).finally(() => (state.running = null));
    return state.running;
  }

  async function post(form, state) {
    const sent = [...state.changed];
    const body = new FormData(form);
    for (const [name, value] of [...body.entries()]) {
      if (value instanceof File) body.delete(name);
    }
    body.set("autosave", "1");
    sent.forEach((name) => body.append("changed", name));
    state.changed.clear();
    tell(form, words.saving);
    try {
      const address = form.dataset.autosave || form.action;
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (ui.isOut(answer.status, answer.url)) {
        ui.ended();
        tell(form, words.ended, true);
        return;
      }
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      const data = isJson ? await answer.json() : {};
      if (!answer.ok) {
        keep(form, true);
        tell(form, `${words.refused} ${data.title ?? answer.status}`, true);
        return;
      }
      ui.follow(form, data);
      untouched.set(form, JSON.stringify(read(form)));
      if (!state.changed.size) forget();
      const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      tell(form, words.saved.replace("{time}", at));
    } catch {
      sent.forEach((name) => state.changed.add(name));
      keep(form, true);
      tell(form, words.unsaved, true);
      later(form, RETRY_MS);
    }
  }

  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.form;
      if (form?.matches("[data-autosave]") && event.target.name && event.target.type !== "file") {
        stateOf(form).changed.add(event.target.name);
        later(form, WAIT_MS);
      }
    });
  }

  window.addEventListener("online", () => {
    for (const [form, state] of saving) {
      if (state.changed.size) save(form);
    }
  });

  // --- sending a form ---

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.matches("[data-forget]")) {
        kept().forEach((key) => sessionStorage.removeItem(key));
        return;
      }
      const state = saving.get(form);
      clearTimeout(state?.timer);
      if (state?.running) {
        event.preventDefault();
        const button = event.submitter;
        state.running.then(() => form.requestSubmit(button));
      } else if (forms().includes(form)) {
        keep(form, false);
      }
    },
    true,
  );

  for (const form of forms()) {
    untouched.set(form, JSON.stringify(read(form)));
  }
  arrive();
})();
