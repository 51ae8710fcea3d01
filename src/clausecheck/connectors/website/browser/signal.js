// Global Privacy Control (W3C): what a browser says to scripts when its owner has opted out.
Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { configurable: true, enumerable: true, get: () => true });
