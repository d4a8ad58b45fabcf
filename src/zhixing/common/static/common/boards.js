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

  document.addEventListener("htmx:afterSettle", countAll);
  countAll();

  // A batch goes on by itself as long as its page is open.
  document.querySelector("form[data-go-on]")?.requestSubmit();
})();
