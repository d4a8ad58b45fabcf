// Drafts: what is typed is on this device at once and on the server soon after, and stays here until the server has it.
// The form carries data-keep (whose draft of what), data-page (this showing of it) and data-save. Each text has a turn
// that only grows, so that an older one that arrives late never takes the place of a newer one; the revision says on
// which text it was typed, so that the server lays nothing over what was written elsewhere meanwhile.
(() => {
  "use strict";
  const PREFIX = "zhixing-draft-";
  const PAUSE = 2000, LIMIT = 20000, AGAIN = [3000, 5000, 10000, 20000];
  const SESSION_OVER = "HX-Redirect";

  // A device may refuse to keep anything (a private window, a full disk); then the line on top says so.
  const device = {
    keys: (start) => { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
    read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    remove: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept there */ } },
  };

  // What the server has entered need not be kept here any longer.
  for (const said of document.querySelectorAll("[data-forget]")) {
    const name = PREFIX + said.dataset.forget;
    for (const key of device.keys(name)) if (key === name || key.startsWith(`${name}.`)) device.remove(key);
  }

  const form = document.querySelector("form[data-keep]");
  let keeper = null;

  // Whoever signs out leaves nothing of theirs on this device, but is asked first if it is to be found nowhere else.
  document.addEventListener("submit", async (event) => {
    const door = event.target;
    if (!door.matches("[data-sign-out]") || event.defaultPrevented) return;
    event.preventDefault();
    if (keeper) await keeper.settle();
    const own = device.keys(`${PREFIX}${door.dataset.signOut}-`);
    if (own.length && !window.confirm(door.dataset.unsaved)) return;
    own.forEach(device.remove);
    if (keeper) keeper.leave();
    door.submit();
  });

  if (!form) return;
  const TECHNICAL = new Set(["csrfmiddlewaretoken", "key", "seen", "draft-page", "draft-turn", "draft-revision"]);
  const field = (name) => form.elements.namedItem(name);
  const mine = `${PREFIX}${form.dataset.keep}`;
  // A page that the device kept to be read without a network is opened many times, and each showing is one of its own.
  const isCopy = document.querySelector("[data-offline]:not([hidden])") !== null;
  const showing = () => (isCopy ? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}` : form.dataset.page);
  const page = field("draft-page").value || showing();
  const key = `${mine}.${page}`;
  const words = document.getElementById("keep-words").content;
  const say = (name) => words.querySelector(`[data-say="${name}"]`).textContent;
  let turn = Number(field("draft-turn").value) || 0;
  let revision = field("draft-revision").value;
  let timer = 0, failed = 0, leaving = false, passing = false, running = null;

  const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !TECHNICAL.has(name));
  const typed = () => JSON.stringify(pairs());
  let onServer = typed();
  const dirty = () => typed() !== onServer;

  const keepHere = () => device.write(key, { revision, page, turn, text: typed() });
  const changed = () => {
    turn += 1;
    keepHere();
    plan(PAUSE);
  };
  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const line = (state, text) => {
    const shown = document.getElementById("saved");
    shown.dataset.state = state;
    shown.querySelector("[data-line]").textContent = text;
    const door = shown.querySelector("[data-sign-in]");
    door.hidden = state !== "over" && state !== "other";
    if (!door.hidden) door.search = new URLSearchParams({ next: location.pathname + location.search });
  };

  const bodyOf = (fields, on) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    body.set("draft-page", on.page);
    body.set("draft-turn", on.turn);
    body.set("draft-revision", on.revision);
    return body;
  };
  const within = (wait) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), wait);
    return abort.signal;
  };
  const post = (body, more = {}) => fetch(form.dataset.save, { method: "POST", headers: { "HX-Request": "true" }, body, ...more });

  // A sign-in in another tab gives the browser a new token. It is taken only if the same person signed in.
  const renew = async () => {
    const answer = await fetch(location.href, { signal: within(LIMIT) });
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    const same = shown.querySelector("form[data-keep]");
    if (!same) return answer.redirected ? "over" : answer.status >= 500 ? "busy" : "refused";
    if (same.dataset.keep !== form.dataset.keep) return "other";
    field("csrfmiddlewaretoken").value = same.querySelector("[name=csrfmiddlewaretoken]").value;
    return "";
  };

  // Sends one text and returns what became of it: the answer's parts, or the name of what went wrong.
  const send = async (fields, on, once = false) => {
    let answer;
    try {
      answer = await post(bodyOf(fields, on), { signal: within(LIMIT) });
      if (answer.headers.has(SESSION_OVER)) return { wrong: "over" };
      if (answer.status === 403 && !once) {
        const wrong = await renew();
        return wrong ? { wrong } : send(fields, on, true);
      }
      if (!answer.ok) return { wrong: answer.status >= 500 || answer.status === 429 ? "busy" : "refused" };
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      return shown.getElementById("saved") ? { shown } : { wrong: "busy" };
    } catch {
      return { wrong: "away" };
    }
  };

  const show = (shown) => {
    for (const part of shown.body.children) {
      const old = document.getElementById(part.id);
      if (!old || old.contains(document.activeElement) || old.innerHTML === part.innerHTML) continue;
      old.innerHTML = part.innerHTML;
    }
    Object.assign(document.getElementById("saved").dataset, shown.getElementById("saved").dataset);
  };

  const saveNow = async () => {
    clearTimeout(timer);
    const sent = typed();
    const { shown, wrong } = await send(pairs(), { page, turn, revision });
    if (wrong) return fail(wrong);
    const said = shown.getElementById("saved").dataset;
    if (leaving) return said.state;
    show(shown);
    if (said.state === "too-long") return said.state;
    failed = 0;
    onServer = sent;
    // What stands beside another text still rests on the text it began with.
    if (said.state !== "beside") field("draft-revision").value = revision = said.revision;
    if (typed() === sent) device.remove(key);
    else {
      keepHere();
      plan(PAUSE);
    }
    return said.state;
  };
  const fail = (wrong) => {
    line(wrong, say(keepHere() ? wrong : "unkept"));
    if (wrong !== "refused" && !leaving) plan(AGAIN[Math.min(failed, AGAIN.length - 1)]);
    failed += 1;
    return wrong;
  };
  // One at a time: whoever asks while one is on its way waits for it, and sends again only what it did not carry.
  const save = () => {
    if (leaving) return Promise.resolve("");
    running ??= saveNow().finally(() => { running = null; });
    return running;
  };
  const settle = async () => {
    if (running) await running;
    return dirty() || failed ? save() : "saved";
  };
  const saveIfChanged = () => { if (dirty() && !leaving) save(); };

  // The page goes away: what is left is sent without waiting; if that fails, the device has it.
  const lastWords = () => {
    if (leaving || !dirty()) return;
    keepHere();
    post(bodyOf(pairs(), { page, turn, revision }), { keepalive: true }).catch(() => {});
  };

  const fill = (text) => {
    const values = new Map();
    for (const [name, value] of JSON.parse(text)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const control of form.elements) {
      const wanted = values.get(control.name) ?? [];
      if (!control.name || ["hidden", "file", "submit", "button", "fieldset"].includes(control.type)) continue;
      if (control.type === "checkbox" || control.type === "radio") control.checked = wanted.includes(control.value);
      else if (control.multiple) for (const one of control.options) one.selected = wanted.includes(one.value);
      else if (wanted.length) control.value = wanted.shift();
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const hiddenIn = (text) => {
    const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((one) => one.name));
    const files = [...form.querySelectorAll("input[type=file][data-most-size]")].map((one) => one.name.replace(/-new$/, ""));
    return JSON.stringify(JSON.parse(text).filter(([name]) => hidden.has(name) || files.includes(name)));
  };

  // What an earlier showing of the form could not save any more: put back where nothing has changed since, else handed
  // to the server, which keeps it beside what it has; the page then shows both.
  const recover = async () => {
    let again = false;
    for (const name of device.keys(mine)) {
      if ((name !== mine && !name.startsWith(`${mine}.`)) || name === key) continue;
      const kept = device.read(name);
      if (!kept?.text || kept.text === typed()) {
        device.remove(name);
      } else if (kept.revision === revision && !dirty() && hiddenIn(kept.text) === hiddenIn(typed())) {
        fill(kept.text);
        device.remove(name);
        save();
      } else {
        const before = { page: kept.page ?? name.slice(-40), turn: kept.turn ?? 1, revision: kept.revision ?? "none" };
        const { wrong } = await send(JSON.parse(kept.text), before);
        if (wrong) line(wrong, say(wrong));
        else if (device.read(name)?.text === kept.text) device.remove(name), (again = true);
      }
    }
    if (again && !dirty()) {
      leaving = true;
      location.reload();
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", () => { if (dirty()) changed(); });
  form.addEventListener("focusout", saveIfChanged);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lastWords();
    else if (failed) save();
  });
  window.addEventListener("pagehide", lastWords);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = passing = false;
    form.removeAttribute("aria-busy");
  });
  window.addEventListener("online", () => { if (failed || dirty()) save(); });

  // A form is sent only after its text is safe: where the server cannot be reached, or knows nobody, it stays here.
  form.addEventListener("submit", async (event) => {
    if (passing || event.defaultPrevented) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    if (running) await running;
    const state = await save();
    if (["away", "over", "other"].includes(state)) {
      form.removeAttribute("aria-busy");
      line(state, `${say("unsent")}${say(state)}`);
      return;
    }
    clearTimeout(timer);
    leaving = passing = true;
    field("draft-page").value = page;
    field("draft-turn").value = turn;
    form.requestSubmit(button);
  });

  keeper = { settle, leave: () => { leaving = true; } };
  form.addEventListener("zhixing:changed", () => { changed(); save(); });
  recover();
})();
