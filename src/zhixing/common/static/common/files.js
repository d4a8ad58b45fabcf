// Files of a form: sent as soon as they are chosen, each with its progress, and named by the draft that is saved next.
// Without this file they go with the form itself.
(() => {
  "use strict";
  const MEGABYTE = 2 ** 20;
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const words = document.getElementById("keep-words").content;
  const say = (name, values) => Object.entries(values).reduce(
    (text, [word, value]) => text.replace(`{${word}}`, value),
    words.querySelector(`[data-say="${name}"]`).textContent,
  );

  const refusal = (file, control) => {
    const endings = control.accept.split(",").filter((one) => one.startsWith("."));
    const most = Number(control.dataset.mostSize);
    if (endings.length && !endings.some((one) => file.name.toLowerCase().endsWith(one))) {
      return say("file-kind", { name: file.name, endings: endings.map((one) => one.slice(1)).join(", ") });
    }
    return file.size > most ? say("file-size", { name: file.name, most: Math.floor(most / MEGABYTE) }) : "";
  };

  const rowOf = (file, list) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "file-name";
    name.textContent = file.name;
    row.append(name);
    list.append(row);
    return row;
  };
  const refuse = (row, sentence) => {
    row.className = "file-wrong";
    row.setAttribute("role", "alert");
    row.textContent = sentence;
  };

  const send = (file, control, list) => {
    const row = rowOf(file, list);
    const sentence = refusal(file, control);
    if (sentence) {
      refuse(row, sentence);
      return;
    }
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "as-link";
    stop.textContent = say("file-stop", { name: file.name });
    row.append(bar, stop);

    const request = new XMLHttpRequest();
    const lost = () => refuse(row, say("file-lost", { name: file.name }));
    request.upload.addEventListener("progress", (event) => { bar.value = (100 * event.loaded) / event.total; });
    request.addEventListener("error", lost);
    request.addEventListener("abort", () => row.remove());
    request.addEventListener("load", () => {
      const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
      if (request.status !== 200 || request.getResponseHeader("HX-Redirect")) {
        if (plain) refuse(row, request.responseText);
        else lost();
        return;
      }
      row.outerHTML = request.responseText.trim();
      form.dispatchEvent(new Event("zhixing:changed"));
    });
    stop.addEventListener("click", () => request.abort());
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.set("field", control.name.replace(/-new$/, ""));
    body.set("file", file);
    request.open("POST", form.dataset.upload);
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  };

  form.addEventListener("change", (event) => {
    const control = event.target;
    if (control.type !== "file" || !control.dataset.mostSize) return;
    const list = control.parentElement.querySelector(".kept-files");
    list.querySelectorAll(".file-wrong").forEach((row) => row.remove());
    for (const file of control.files) send(file, control, list);
    control.value = "";
  });
  // A form that is sent waits for its files.
  form.addEventListener("submit", (event) => {
    const bar = form.querySelector("progress");
    if (!bar) return;
    event.preventDefault();
    bar.closest("li").querySelector("button").focus();
  }, { capture: true });
})();
