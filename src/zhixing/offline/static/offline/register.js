// Lets the device keep what its reader opens (sw.js), and fetch the empty forms that this page leads to.
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  const here = navigator.serviceWorker;
  const forms = () => [...document.querySelectorAll("main a[href]")].map((one) => one.getAttribute("href"))
    .filter((path) => /^\/desk\/[-\w]+\/new\/[-\w]+\/$/u.test(path));
  addEventListener("load", async () => {
    try {
      await here.register("/sw.js");
    } catch {
      return;
    }
    const { active } = await here.ready;
    // The page that began it all was fetched before anybody could keep it.
    active.postMessage({ keep: [...new Set([...forms(), ...(here.controller ? [] : [location.pathname + location.search])])] });
  });
})();
