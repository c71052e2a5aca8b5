// Only comfort: a message that was sent without loading the page anew is not kept as unsent text.
(() => {
  "use strict";

  document.addEventListener("htmx:afterSwap", () => {
    const talk = document.getElementById("conversation");
    if (talk && !talk.querySelector(".ui-errors")) {
      sessionStorage.removeItem("typed:" + location.pathname + location.search);
    }
  });
})();
