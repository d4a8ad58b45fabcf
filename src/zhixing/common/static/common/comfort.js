// Comforts. Every page does its work without this file, and nothing here is the only way to do a thing.
(() => {
  "use strict";

  // A refused form or act is read out and stands under the keyboard, at once or after a swap.
  const focusFirst = (root, selector) => root.querySelector(selector)?.focus();
  focusFirst(document, "[data-focus]");
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "saved") return;
    focusFirst(document, "[data-focus], [data-focus-after]");
  });

  // An open slip closes with Escape or a click beside it.
  const openClock = () => document.querySelector("details.clock[open]");
  document.addEventListener("keydown", (event) => {
    const clock = event.key === "Escape" && openClock();
    if (!clock) return;
    clock.open = false;
    clock.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    const clock = openClock();
    if (clock && !clock.contains(event.target)) clock.open = false;
  });

  // On paper every slip is open; sharing a name would allow one only.
  window.addEventListener("beforeprint", () => {
    for (const clock of document.querySelectorAll("details.clock")) {
      clock.removeAttribute("name");
      clock.open = true;
    }
  });
})();
