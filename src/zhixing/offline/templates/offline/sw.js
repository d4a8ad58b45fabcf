// Keeps pages on the reader's own device, to be read without a network. told: what the server says of itself (JSON).
// The rule: a page is kept only when the server marks it; it is kept for one reader; a page of another reader or of
// nobody, and every sign-out, wipes all of them. Answers to forms, files and errors are never kept.
"use strict";
const TOLD = {{ told|safe }};
const FILES = `zhixing-files-${TOLD.version}`;
const PAGES = "zhixing-pages-";
const MOST = 60;
const AGE = 7 * 24 * 60 * 60 * 1000;
const ABSENT = "/offline/";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await files.addAll(TOLD.files);
    await files.put(ABSENT, await fetch(ABSENT, { credentials: "omit" }));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("zhixing-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// Pages are kept and wiped one after another. What was asked for before the reader left is not kept after it.
let line = Promise.resolve();
let turn = 0;
let last = "";
const inOrder = (work) => {
  line = line.then(work, work);
  return line;
};

const wipe = async (except = "") => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== except) await caches.delete(name);
  }
};

const leave = () => {
  turn += 1;
  return inOrder(wipe);
};

// What another reader's answer, or nobody's, says goes before everything that is kept. asked: the turn of the request.
const keep = (request, response, asked) => inOrder(async () => {
  const reader = response.headers.get(TOLD.reader);
  if (!reader || asked !== turn) return;
  if (last && last !== reader) turn += 1;
  last = reader;
  if (reader === TOLD.nobody) {
    await wipe();
    return;
  }
  await wipe(PAGES + reader);
  if (response.status !== 200 || response.redirected || !response.headers.get(TOLD.keep)) return;
  const pages = await caches.open(PAGES + reader);
  await pages.delete(request.url);
  await pages.put(request.url, response);
  const kept = await pages.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await pages.delete(old);
});

const spend = async (address) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES)) await (await caches.open(name)).delete(address);
  }
};

const fromDevice = async (request) => {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PAGES))) {
    const pages = await caches.open(name);
    const found = await pages.match(request.url);
    if (!found) continue;
    if (Date.now() - Date.parse(found.headers.get("Date")) > AGE) {
      await pages.delete(request.url);
      continue;
    }
    const text = (await found.text()).replace("data-offline hidden", "data-offline");
    const headers = new Headers(found.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return new Response(text, { status: 200, headers });
  }
  return caches.match(ABSENT);
};

const page = async (event) => {
  const asked = turn;
  let response;
  try {
    response = await fetch(event.request);
  } catch {
    return fromDevice(event.request);
  }
  event.waitUntil(keep(event.request, response.clone(), asked));
  return response;
};

const file = async (event) => {
  try {
    const response = await fetch(event.request);
    if (response.ok) {
      const copy = response.clone();
      event.waitUntil(caches.open(FILES).then((files) => files.put(event.request.url, copy)));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(event.request.url);
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    // A page that was sent is spent: its key has been used. Whoever signs out leaves nothing behind.
    if (url.pathname === "/logout/") event.waitUntil(leave());
    else event.waitUntil(inOrder(() => spend(request.url)));
    return;
  }
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event));
});

// A page shows which empty forms its reader may need on the way: they are fetched while there is a network.
self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  const asked = turn;
  event.waitUntil(Promise.all(event.data.keep.map(async (address) => {
    // Whose session is over would be sent to the sign-in page: that is another page. Nobody opened this one, so that
    // its answer, whenever it comes, must not set a cookie: the server is told.
    const headers = { [TOLD.ahead]: "yes" };
    const request = new Request(new URL(address, self.location.origin), { redirect: "manual", headers });
    if (new URL(request.url).origin !== self.location.origin) return;
    try {
      await keep(request, await fetch(request), asked);
    } catch { /* No network: there is nothing to keep. */ }
  })));
});
