// Writing: characters counted as the server counts them, hints at a title, and pasting without the leavings of Word and
// WPS. Every page does its work without this file.
(() => {
  "use strict";
  const form = document.getElementById("draft-form") ?? document.querySelector("form.form");

  // As the check of a field does it: a line is trimmed, a text loses the empty lines around it, and all else counts.
  const counted = (text, kind) => {
    const bare = kind === "text" ? text.trim() : text.replace(/\r\n/g, "\n").replace(/^\n+|\n+$/g, "");
    return [...bare].length;
  };

  // Private-use characters are the bullets of Word's symbol fonts; the rest cannot be seen and counts all the same.
  const UNSEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\uFFFC\uFFFD]|[\u0000-\u0008\u000E-\u001F\u007F]/g;
  const BULLET = /^([ \t\u3000]*)[\uE000-\uF8FF\u00B7\u2022\u25A0\u25CF\u25C6\u25AA\u00A7][ \t\u00A0]+/gm;
  const clean = (text) => text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n")
    .replace(UNSEEN, "")
    .replace(BULLET, "$1")
    .replace(/[\uE000-\uF8FF]/g, "")
    .replace(/\u00A0/g, " ")
    .replace(/\t/g, " ")
    .replace(/[ \u3000]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");

  // The numbers of a true list stand in no plain text: they are counted out of the markup, and all markup is dropped.
  const BLOCKS = new Set(["P", "DIV", "LI", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "UL", "OL", "TABLE"]);
  const textOf = (markup) => {
    const lines = [""];
    const walk = (node, list) => {
      for (const one of node.childNodes) {
        if (one.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += one.data.replace(/[ \t\r\n]+/g, " ");
        else if (one.nodeName === "BR") lines.push("");
        else if (one.nodeType === Node.ELEMENT_NODE && !["STYLE", "SCRIPT", "TITLE", "META"].includes(one.nodeName)) {
          const block = BLOCKS.has(one.nodeName);
          if (block && lines[lines.length - 1].trim()) lines.push("");
          if (one.nodeName === "LI" && list) lines[lines.length - 1] = `${list.next++}. `;
          walk(one, one.nodeName === "OL" ? { next: one.start } : one.nodeName === "UL" ? null : list);
          if (block && lines[lines.length - 1].trim()) lines.push("");
        }
      }
    };
    const bare = markup.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
    walk(new DOMParser().parseFromString(bare, "text/html").body, null);
    return clean(lines.map((line) => line.trim()).filter(Boolean).join("\n"));
  };
  const pasted = (plain, markup) => (/<ol[\s>]/i.test(markup) ? textOf(markup) : clean(plain));
  window.zhixingWriting = { counted, clean, textOf, pasted };

  if (!form) return;
  const shows = [...form.querySelectorAll("[data-count-of]")]
    .map((shown) => ({ shown, control: document.getElementById(shown.dataset.countOf) }))
    .filter(({ control }) => control?.dataset.count);
  const count = ({ shown, control }) => {
    const n = counted(control.value, control.dataset.count);
    const most = Number(control.dataset.max) || 0;
    const over = most && n > most ? ` · ${shown.dataset.over.replace("{n}", n - most)}` : "";
    shown.textContent = `${n}${most ? ` / ${most}` : ""} ${shown.dataset.unit}${over}`;
    // Read out when the limit is passed, not at every key.
    if (shown.classList.toggle("over", Boolean(over)) !== (shown.getAttribute("role") === "status")) {
      shown.toggleAttribute("role");
      if (over) shown.setAttribute("role", "status");
    }
  };

  const hinted = [...form.querySelectorAll("[data-hints]")].map((control) => {
    const shown = document.createElement("p");
    shown.className = "hint";
    shown.setAttribute("role", "status");
    control.after(shown);
    return { control, shown, hints: JSON.parse(control.dataset.hints) };
  });
  const SHORTEST = 4;
  const hint = ({ control, shown, hints }) => {
    const text = control.value.trim();
    const speaking = text.length < SHORTEST ? [] : hints.filter((one) => new RegExp(one.pattern, "u").test(text) === one.when);
    const said = speaking.map((one) => one.sentence).join(" ");
    if (shown.textContent !== said) shown.textContent = said;
  };

  // Of what is given row by row, how much has no answer yet.
  const open = [...form.querySelectorAll(".unanswered")].map((shown) => ({
    shown, answers: [...shown.parentElement.querySelectorAll("[data-answer]")],
  }));
  const answered = ({ shown, answers }) => {
    const n = answers.filter((one) => !one.value.trim()).length;
    const said = (n ? shown.dataset.open : shown.dataset.none).replace("{n}", n).replace("{all}", shown.dataset.of);
    if (shown.textContent !== said) shown.textContent = said;
  };

  let later = 0;
  const look = () => {
    shows.forEach(count);
    open.forEach(answered);
    clearTimeout(later);
    later = setTimeout(() => hinted.forEach(hint), 600);
  };
  form.addEventListener("input", look);
  look();

  form.addEventListener("paste", (event) => {
    const control = event.target;
    if (!control.matches?.("textarea, input[type=text]")) return;
    const text = pasted(event.clipboardData.getData("text/plain"), event.clipboardData.getData("text/html"));
    if (!text) return;
    event.preventDefault();
    const fits = control.matches("textarea") ? text : text.replace(/\s*\n\s*/g, "");
    // Typed as a person would, so that it can be undone; a browser that cannot puts it in by itself.
    if (document.execCommand("insertText", false, fits)) return;
    control.setRangeText(fits, control.selectionStart, control.selectionEnd, "end");
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
