// Comforts for work on many cases: ticking a page at once, going on by itself. Without this file the same forms do it.
(() => {
  "use strict";
  const ticksOf = (form) => [...form.querySelectorAll("input[name=case][type=checkbox]")];

  // How many are ticked, and which acts fit every one of them; an act that fits not all is told apart, not hidden.
  const count = (form) => {
    const ticked = ticksOf(form).filter((tick) => tick.checked);
    for (const place of form.querySelectorAll("[data-ticked-n]")) place.textContent = ticked.length || "";
    const all = form.querySelector("[data-tick-all]");
    if (all) {
      all.checked = ticked.length > 0 && ticked.length === ticksOf(form).length;
      all.indeterminate = ticked.length > 0 && !all.checked;
    }
    const select = form.querySelector("select[name=act]");
    if (!select || !ticked.length || form.querySelector("[data-all-pages]")?.checked) {
      for (const option of select?.options ?? []) option.disabled = false;
      return;
    }
    for (const option of select.options) {
      option.disabled = !ticked.every((tick) => (tick.dataset.acts ?? "").split(" ").includes(option.value));
    }
    if (select.selectedOptions[0]?.disabled) {
      const fitting = [...select.options].find((option) => !option.disabled);
      if (fitting) select.value = fitting.value;
    }
  };
  const countAll = () => {
    for (const form of document.querySelectorAll("form[data-bulk]")) {
      for (const all of form.querySelectorAll("[data-tick-all]")) all.hidden = false;
      count(form);
    }
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-tick-all]")) {
      for (const tick of ticksOf(form)) tick.checked = event.target.checked;
    }
    count(form);
  });

  // With shift, everything between this tick and the last one follows it.
  let last = null;
  document.addEventListener("click", (event) => {
    const tick = event.target;
    const form = tick.matches?.("input[name=case][type=checkbox]") && tick.closest("form[data-bulk]");
    if (!form) return;
    const ticks = ticksOf(form);
    if (event.shiftKey && last && ticks.includes(last)) {
      const [from, to] = [ticks.indexOf(last), ticks.indexOf(tick)].sort((one, other) => one - other);
      for (const between of ticks.slice(from, to + 1)) between.checked = tick.checked;
      count(form);
    }
    last = tick;
  });

  // Choices are kept as they are made; the button for it is for pages without a script.
  for (const button of document.querySelectorAll("[data-only-without-script]")) button.hidden = true;

  document.addEventListener("htmx:afterSettle", countAll);
  countAll();

  // A batch goes on by itself as long as its page is open.
  document.querySelector("form[data-go-on]")?.requestSubmit();

  // Keys: a key clicks the link that carries it. Never while somebody types, and never with another key held.
  // They can be switched off on this device: a voice or an unsteady hand presses keys unmeant.
  const KEYS = "zhixing-keys";
  const keys = document.querySelector("[data-keys]");
  const keysOn = keys?.querySelector("[data-keys-on]");
  const showKeys = () => document.documentElement.classList.toggle("with-keys", keysOn.checked);
  if (keys) {
    keys.hidden = false;
    keysOn.checked = localStorage.getItem(KEYS) !== "off";
    showKeys();
    keysOn.addEventListener("change", () => {
      localStorage.setItem(KEYS, keysOn.checked ? "on" : "off");
      showKeys();
    });
  }
  const isTyping = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || !keys) return;
    const form = document.querySelector("form[data-enter]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.main"));
      return;
    }
    if (!keysOn.checked || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "?") {
      keys.open = !keys.open;
      return;
    }
    if (event.key === "Escape") keys.open = false;
    if (event.key === "i" && form) {
      event.preventDefault();
      form.querySelector("textarea, select, input:not([type=hidden])")?.focus();
      return;
    }
    const link = [...document.querySelectorAll("[data-hotkey]")].find((one) => one.dataset.hotkey === event.key);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
  document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });

  // A phrase goes where the cursor stands; the field that was left last is meant.
  let written = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) written = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-phrase]");
    const form = button?.closest("form");
    const field = form && (form.contains(written) ? written : form.querySelector("textarea"));
    if (!field) return;
    event.preventDefault();
    field.setRangeText(button.dataset.phrase, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A card drawn onto another goes into it; the same as choosing it in the card's list.
  const cardOf = (event) => event.target.closest?.("[data-card]");
  let drawn = null;
  document.addEventListener("dragstart", (event) => { drawn = cardOf(event); });
  document.addEventListener("dragend", () => {
    drawn = null;
    document.querySelectorAll("[data-card].over").forEach((card) => card.classList.remove("over"));
  });
  document.addEventListener("dragover", (event) => {
    const card = cardOf(event);
    document.querySelectorAll("[data-card].over").forEach((one) => one.classList.toggle("over", one === card));
    if (!drawn || !card || card === drawn || !card.draggable) return;
    event.preventDefault();
    card.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const card = cardOf(event);
    if (!drawn || !card || card === drawn) return;
    event.preventDefault();
    const into = card.querySelector("[data-into]");
    if (into) into.value = "";
    drawn.querySelector("[data-into]").value = card.dataset.card;
  });
})();
