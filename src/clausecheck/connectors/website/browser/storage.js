// Names of what this frame's origin keeps, each with a number that changes with its value; no value leaves the page.
(async () => {
  const number = (text) => {
    let sum = 2166136261;
    for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 16777619);
    return sum >>> 0;
  };
  // An origin that may keep nothing says SecurityError; a document that can have no service worker, InvalidStateError.
  const told = async (ask, nothing = ["SecurityError"]) => {
    try { return await ask(); } catch (error) { return nothing.includes(error.name) ? [] : null; }
  };
  const entries = (area) => Object.keys(area).map((key) => [key, number(String(area.getItem(key)))]);
  const LIMIT = 10000;
  return {
    host: self.origin === "null" ? "" : new URL(self.origin).hostname,
    "local storage": await told(() => entries(localStorage).slice(0, LIMIT)),
    "session storage": await told(() => entries(sessionStorage).slice(0, LIMIT)),
    database: await told(async () => (await indexedDB.databases()).map((one) => [one.name, one.version]).slice(0, LIMIT)),
    cache: await told(async () => (self.caches ? await caches.keys() : []).map((name) => [name, 0]).slice(0, LIMIT)),
    "service worker": await told(async () => (navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [])
      .map((one) => [new URL(one.scope).pathname, 0]).slice(0, LIMIT), ["SecurityError", "InvalidStateError"]),
  };
})()
