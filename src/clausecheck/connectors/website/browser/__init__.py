"""An installed Chromium, driven by playwright."""
