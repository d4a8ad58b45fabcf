// The editor without a network: what is typed stays on this device until the server has it, and not a moment longer.
// The form carries data-keep (a key of the draft); #saved, which each answer of the server replaces, carries
// data-version, so that text typed on top of a version is never laid over a newer one unasked.
(() => {
  "use strict";
  const PREFIX = "zhixing-draft-";
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  });

  // What the server has entered need not be kept here any longer.
  for (const said of document.querySelectorAll("[data-forget]")) localStorage.removeItem(PREFIX + said.dataset.forget);

  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = PREFIX + form.dataset.keep;
  const line = () => document.getElementById("saved");
  const typed = () => {
    // Hidden fields belong to this showing of the form: a key or a place in the register is never put back.
    const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((field) => field.name));
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !hidden.has(name));
    return JSON.stringify(fields);
  };
  const fill = (text) => {
    for (const [name, value] of JSON.parse(text)) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList || field?.type === "radio") form.elements.namedItem(name).value = value;
      else if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const markDevice = () => line()?.classList.add("on-device");

  // Only when htmx listens too, so that what is put back is saved at once.
  const putBack = () => {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!stored || stored.text === typed()) return;
    if (stored.version === line()?.dataset.version) {
      fill(stored.text);
      markDevice();
      return;
    }
    const offer = document.querySelector("[data-restore]");
    if (!offer) return;
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => { fill(stored.text); offer.hidden = true; });
  };
  document.addEventListener("DOMContentLoaded", putBack);

  let sent = "";
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify({ version: line()?.dataset.version ?? "", text: typed() }));
  });
  form.addEventListener("htmx:beforeRequest", () => { sent = typed(); });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) markDevice();
    else if (sent === typed()) localStorage.removeItem(key);
  });
  window.addEventListener("online", () => form.dispatchEvent(new Event("input", { bubbles: true })));
})();
