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

const wipe = async (except = "") => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== except) await caches.delete(name);
  }
};

// What another reader's answer, or nobody's, says goes before everything that is kept.
const keep = async (request, response) => {
  const reader = response.headers.get(TOLD.reader);
  if (!reader) return;
  if (reader === TOLD.nobody) return wipe();
  await wipe(PAGES + reader);
  if (response.status !== 200 || response.redirected || !response.headers.get(TOLD.keep)) return;
  const pages = await caches.open(PAGES + reader);
  await pages.delete(request.url);
  await pages.put(request.url, response);
  const kept = await pages.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await pages.delete(old);
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
  let response;
  try {
    response = await fetch(event.request);
  } catch {
    return fromDevice(event.request);
  }
  event.waitUntil(keep(event.request, response.clone()));
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
    if (url.pathname === "/logout/") event.waitUntil(wipe());
    else event.waitUntil(caches.keys().then((names) => Promise.all(
      names.filter((name) => name.startsWith(PAGES)).map((name) => caches.open(name).then((pages) => pages.delete(request.url))))));
    return;
  }
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event));
});

// A page shows which empty forms its reader may need on the way: they are fetched while there is a network.
self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  event.waitUntil(Promise.all(event.data.keep.map(async (address) => {
    const request = new Request(new URL(address, self.location.origin));
    if (new URL(request.url).origin !== self.location.origin) return;
    try {
      await keep(request, await fetch(request));
    } catch { /* No network: there is nothing to keep. */ }
  })));
});
