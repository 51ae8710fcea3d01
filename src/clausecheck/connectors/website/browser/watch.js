// Tells which script stores something, while it does: the setters of the page are wrapped before anything of it runs.
(() => {
  const tell = globalThis["BINDING"];
  delete globalThis["BINDING"];
  if (!tell) return;
  const caller = () => {
    const lines = (new Error().stack || "").split("\n").map((line) => /((?:https?|blob):[^\s)]+?):\d+:\d+\)?$/.exec(line));
    const found = lines.filter(Boolean).map((match) => match[1]);
    return found[0] || "";
  };
  const say = (kind, name) => { try { tell(JSON.stringify([kind, String(name).slice(0, 4096), location.hostname, caller()])); } catch { /* page is closing */ } };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(Document.prototype, "cookie", {
    configurable: true, enumerable: true, get() { return cookie.get.call(this); },
    set(text) { say("cookie", String(text).split("=")[0].split(";")[0].trim()); cookie.set.call(this, text); },
  });
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    let local = false;
    try { local = this === window.localStorage; } catch { /* an origin without storage */ }
    say(local ? "local storage" : "session storage", key);
    return set.call(this, key, value);
  };
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, ...rest) { say("database", name); return open.call(this, name, ...rest); };
})();
