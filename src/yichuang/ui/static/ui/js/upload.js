// Files are sent one by one as soon as they are chosen; what breaks off can be tried again. Without this file the
// field is a plain one and its files go with the form.
(() => {
  "use strict";

  if (window.yichuang.uploads) {
    return;
  }
  const uploads = (window.yichuang.uploads = new WeakMap());
  const ui = window.yichuang;

  function prepare(holder) {
    if (uploads.has(holder)) {
      return;
    }
    const input = holder.querySelector(".ui-field input[type=file]");
    if (!input || input.disabled) {
      return;
    }
    const state = { holder, input, form: input.form, queue: [], isBusy: false, waiting: null };
    uploads.set(holder, state);
    holder.classList.add("is-ready");
    take(state, input);
    const photo = holder.querySelector("[data-photo]");
    if (photo) {
      photo.parentElement.hidden = false;
      take(state, photo);
    }
    holder.addEventListener("dragover", (event) => {
      event.preventDefault();
      holder.classList.add("is-over");
    });
    holder.addEventListener("dragleave", () => holder.classList.remove("is-over"));
    holder.addEventListener("drop", (event) => {
      event.preventDefault();
      holder.classList.remove("is-over");
      add(state, event.dataTransfer.files);
    });
    state.form?.addEventListener("submit", (event) => hold(state, event), true);
  }

  function take(state, input) {
    input.addEventListener("change", () => {
      if (input.validity.customError) {
        return;
      }
      add(state, input.files);
      input.value = "";
    });
  }

  // A form that is sent while files are on their way waits for them.
  function hold(state, event) {
    if (!state.isBusy) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    state.waiting = event.submitter ?? undefined;
    state.mustSubmit = true;
  }

  function add(state, files) {
    const limit = Number(state.input.dataset.maxBytes || Infinity);
    // Whoever chooses anew has read why the last file was refused.
    for (const row of state.holder.querySelectorAll("[data-refused]")) {
      row.remove();
    }
    for (const file of files) {
      const line = show(state, file);
      if (file.size > limit) {
        fail(state, line, state.input.dataset.tooLarge, false);
      } else {
        state.queue.push(line);
      }
    }
    next(state);
  }

  function show(state, file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "ui-break";
    name.textContent = file.name;
    const status = document.createElement("span");
    row.append(name, status);
    state.holder.querySelector(".ui-upload__list").append(row);
    return { file, row, status };
  }

  function next(state) {
    if (state.isBusy) {
      return;
    }
    const line = state.queue.shift();
    if (line) {
      send(state, line);
    } else if (state.mustSubmit) {
      state.mustSubmit = false;
      state.form.requestSubmit(state.waiting);
    }
  }

  function send(state, line) {
    state.isBusy = true;
    clean(line);
    line.status.textContent = state.holder.dataset.sending;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${state.holder.dataset.sending} ${line.file.name}`);
    line.row.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", state.holder.dataset.upload || state.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
    });
    request.addEventListener("load", () => done(state, line, request));
    for (const name of ["error", "abort", "timeout"]) {
      request.addEventListener(name, () => {
        fail(state, line, state.holder.dataset.broken, true);
        end(state);
      });
    }
    request.send(body(state, line.file));
  }

  function body(state, file) {
    const data = new FormData();
    for (const part of state.form?.querySelectorAll("input[type=hidden][name]") ?? []) {
      data.append(part.name, part.value);
    }
    for (const [name, value] of Object.entries(JSON.parse(state.holder.dataset.values || "{}"))) {
      data.set(name, value);
    }
    data.append(state.input.name, file);
    return data;
  }

  function done(state, line, request) {
    const answer = parsed(request);
    if (ui.isOut?.(request.status, request.responseURL)) {
      fail(state, line, ui.words.ended, true);
      ui.ended();
    } else if (request.status >= 500) {
      fail(state, line, state.holder.dataset.broken, true);
    } else if (request.status >= 300) {
      fail(state, line, reason(answer) || state.holder.dataset.refused, false);
    } else {
      clean(line);
      line.status.textContent = state.holder.dataset.sent;
      ui.follow?.(state.form, answer);
      refresh(state, line);
    }
    end(state);
  }

  function parsed(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return null;
    }
  }

  function reason(answer) {
    const problems = (answer?.problems ?? []).map((each) => each.message);
    return problems.join(" ") || answer?.title;
  }

  function end(state) {
    state.isBusy = false;
    next(state);
  }

  function clean(line) {
    for (const part of line.row.querySelectorAll("progress, p, button")) {
      part.remove();
    }
  }

  function fail(state, line, text, canRepeat) {
    clean(line);
    line.status.textContent = "";
    const note = document.createElement("p");
    note.textContent = text;
    line.row.append(note);
    state.mustSubmit = false;
    line.row.toggleAttribute("data-refused", !canRepeat);
    if (canRepeat) {
      line.row.append(button(state.holder.dataset.again, () => {
        state.queue.push(line);
        next(state);
      }));
    }
    line.row.append(button(state.holder.dataset.remove, () => line.row.remove()));
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ui-button ui-button--small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  // The list of what is kept comes from the server.
  async function refresh(state, line) {
    const place = state.holder.dataset.refresh && document.getElementById(state.holder.dataset.refresh);
    if (!place) {
      return;
    }
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(place.id);
    if (fresh) {
      place.replaceChildren(...fresh.childNodes);
      line.row.remove();
    }
  }

  document.querySelectorAll("[data-upload]").forEach(prepare);
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll("[data-upload]").forEach(prepare));
})();
