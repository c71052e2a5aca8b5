// Only care lives here: the page works without this file.
(() => {
  "use strict";

  const LOST_AFTER_MS = 15000;
  let heard = Date.now();

  // A screen that cannot reach the centre must not go on showing what it showed: it might be for hours.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr && event.detail.xhr.status > 0 && event.detail.xhr.status < 500) {
      heard = Date.now();
      document.body.classList.remove("screen-page--lost");
    }
  });
  setInterval(() => {
    if (Date.now() - heard > LOST_AFTER_MS) {
      document.body.classList.add("screen-page--lost");
    }
  }, 1000);

  // The browser's "back" must not bring a person's page again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      window.location.reload();
    }
  });

  // A second touch on a form that is being sent does nothing; the revision in the form is the real guard.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "yes";
  });

  // A tablet beside a window does not go to sleep while the page is seen.
  const keepAwake = () => {
    if (document.visibilityState === "visible" && navigator.wakeLock) {
      navigator.wakeLock.request("screen").catch(() => {});
    }
  };
  document.addEventListener("visibilitychange", keepAwake);
  keepAwake();
})();
