// Names found while typing, by characters, pinyin or its first letters. The list that the form came with stays where it
// is and is what is sent; a line to type in stands before it (an ARIA combobox). Without this file the list itself is
// the control, and the server decides in either case whom a field may name.
(() => {
  "use strict";
  const WAIT = 150;
  // So many are seen at a glance in the list itself.
  const FEW = 20;

  class Finder {
    constructor(select) {
      this.select = select;
      this.form = select.form;
      this.many = select.multiple;
      this.words = JSON.parse(select.dataset.words);
      this.found = [];
      this.at = -1;
      this.build();
      this.listen();
      this.show();
    }

    build() {
      const made = (tag, attributes) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        return element;
      };
      const id = this.select.id;
      this.select.id = `${id}-kept`;
      this.line = made("input", {
        id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: this.words.hint,
        "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-found`,
      });
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (this.select.hasAttribute(name)) this.line.setAttribute(name, this.select.getAttribute(name));
      }
      this.list = made("ul", { id: `${id}-found`, role: "listbox", hidden: "" });
      this.list.setAttribute("aria-label", this.words.list);
      this.said = made("p", { role: "status", class: "sr" });
      this.chosen = made("ul", { class: "chosen" });
      const box = made("div", { class: "finder" });
      this.select.before(box);
      box.append(...(this.many ? [this.chosen] : []), this.line, this.list, this.said);
      this.select.hidden = true;
    }

    listen() {
      // What is typed here is nobody's text yet: neither draft nor device keeps it.
      this.line.addEventListener("input", (event) => { event.stopPropagation(); this.typed(); });
      this.line.addEventListener("change", (event) => event.stopPropagation());
      this.line.addEventListener("keydown", (event) => this.key(event));
      this.line.addEventListener("blur", () => { this.close(); this.show(); });
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.take(Number(option.dataset.place));
      });
      this.form.addEventListener("input", (event) => { if (event.target === this.form) this.show(); });
    }

    options() { return [...this.select.options].filter((option) => option.selected && option.value); }

    // Show what is chosen: in the line itself, or where there may be several as a list to take away from.
    show() {
      const chosen = this.options();
      if (!this.many) {
        this.line.value = chosen[0]?.text.trim() ?? "";
        return;
      }
      this.line.value = "";
      this.chosen.replaceChildren(...chosen.map((option) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = option.text.trim();
        button.setAttribute("aria-label", `${this.words.away} ${option.text.trim()}`);
        button.addEventListener("click", () => { option.selected = false; this.changed(); this.line.focus(); });
        item.append(button);
        return item;
      }));
    }

    changed() {
      this.show();
      for (const name of ["input", "change"]) this.select.dispatchEvent(new Event(name, { bubbles: true }));
    }

    typed() {
      clearTimeout(this.timer);
      this.asking?.abort();
      const text = this.line.value.trim();
      if (!text) {
        this.close();
        if (!this.many && this.select.value) { this.select.value = ""; this.changed(); }
        return;
      }
      this.timer = setTimeout(() => this.ask(text), WAIT);
    }

    async ask(text) {
      this.asking = new AbortController();
      const url = new URL(`names/${encodeURIComponent(this.select.name)}/`, location.origin + location.pathname);
      const common = new URLSearchParams(location.search).get("common");
      if (common) url.searchParams.set("common", common);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        this.open((await answer.json()).choices);
      } catch (error) {
        if (error.name !== "AbortError") this.giveUp();
      }
    }

    // Without an answer the list of the form serves.
    giveUp() {
      this.close();
      this.select.hidden = false;
      this.said.textContent = this.words.away_from_server;
    }

    open(choices) {
      if (document.activeElement !== this.line) return;
      this.found = choices;
      this.at = choices.length ? 0 : -1;
      this.list.replaceChildren(...choices.map((choice, place) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${place}`;
        option.role = "option";
        option.dataset.place = place;
        const name = document.createElement("span");
        name.textContent = choice.name;
        const about = document.createElement("span");
        about.className = "about";
        about.textContent = choice.about;
        option.append(name, " ", about);
        return option;
      }));
      if (!choices.length) {
        const none = document.createElement("li");
        none.className = "none";
        none.textContent = this.words.none;
        this.list.append(none);
      }
      this.said.textContent = choices.length ? this.words.found.replace("{n}", choices.length) : this.words.none;
      this.list.hidden = false;
      this.line.setAttribute("aria-expanded", "true");
      this.mark();
    }

    close() {
      clearTimeout(this.timer);
      this.asking?.abort();
      this.list.hidden = true;
      this.found = [];
      this.at = -1;
      this.line.setAttribute("aria-expanded", "false");
      this.line.removeAttribute("aria-activedescendant");
    }

    mark() {
      [...this.list.children].forEach((option, place) => {
        if (option.role === "option") option.setAttribute("aria-selected", String(place === this.at));
      });
      const marked = this.list.children[this.at];
      if (!marked || this.at < 0) return;
      this.line.setAttribute("aria-activedescendant", marked.id);
      marked.scrollIntoView({ block: "nearest" });
    }

    key(event) {
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) {
        event.preventDefault();
        if (this.list.hidden) { this.ask(this.line.value.trim()); return; }
        if (!this.found.length) return;
        this.at = (this.at + steps[event.key] + this.found.length) % this.found.length;
        this.mark();
      } else if (event.key === "Enter" && !this.list.hidden) {
        event.preventDefault();
        if (this.at >= 0) this.take(this.at);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.stopPropagation();
        this.close();
        this.show();
      } else if (event.key === "Backspace" && this.many && !this.line.value) {
        const last = this.options().at(-1);
        if (last) { last.selected = false; this.changed(); }
      }
    }

    take(place) {
      const choice = this.found[place];
      const option = [...this.select.options].find((one) => one.value === choice.value);
      if (!option) return;
      option.selected = true;
      this.close();
      this.changed();
    }
  }

  for (const select of document.querySelectorAll("select[data-names]")) {
    if (select.form && select.id && select.options.length > FEW) new Finder(select);
  }
})();
