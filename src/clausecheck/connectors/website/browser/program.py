"""Chromium's process: with a profile of its own, which goes with it, and an end when ours ends."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from clausecheck.errors import CannotVerify

NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell is the same engine without a browser's windows, and takes a third of its time."""
INSTALL: Final = "apt-get install chromium, or name the program of one under `browser:` in the target"
_PATIENCE: Final = 30.0
_FLAGS: Final = (
    "--headless", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-extensions",
    # It asks for nothing that the site does not.
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection",
    "--no-pings", "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate,IsolateOrigins,site-per-process",
    # Frames of other sites in the page's own process: one session sees what each of them stores.
    "--disable-site-isolation-trials",
    "--disable-popup-blocking", "--disable-dev-shm-usage", "--password-store=basic", "--use-mock-keychain",
    "--js-flags=--max-old-space-size=512", "--remote-debugging-port=0", "--remote-debugging-pipe",
)  # fmt: skip
_PREFERENCES: Final = '{"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": false}}'
"""Cookies of third parties are let in, as browsers do by default: else nobody would see who sets them."""
_START: Final = (
    "import os, sys; a, b = map(int, sys.argv[1:3]); os.dup2(a, 3); os.dup2(b, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Its ends of the pipe are the files 3 and 4. It ends when ours closes, however this process ends."""


def program_of(named: str) -> str:
    """The path of an installed Chromium. `CannotVerify` with the line that installs one where there is none."""
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        what = "the browser that the target names cannot be run" if named else "no Chromium is installed"
        raise CannotVerify(what, remedy=INSTALL)
    return found


class Chromium:
    """A running one. `address` is where its protocol is spoken, on 127.0.0.1."""

    def __init__(self, program: str, pins: Sequence[str] = ()) -> None:
        """Start it, accepting certificates with these keys. `CannotVerify` where it does not start."""
        self._folder = tempfile.TemporaryDirectory(prefix="clausecheck-browser-", ignore_cleanup_errors=True)
        profile = Path(self._folder.name)
        (profile / "Default").mkdir()
        (profile / "Default" / "Preferences").write_text(_PREFERENCES, encoding="utf-8")
        theirs_in, self._ours = os.pipe()
        self._unread, theirs_out = os.pipe()
        command = [program, f"--user-data-dir={profile}", *_FLAGS, *_root(), *_pinned(pins), "about:blank"]
        self._process = subprocess.Popen(  # noqa: S603 - the program that the target names, or Chromium on the PATH
            [sys.executable, "-I", "-S", "-c", _START, str(theirs_in), str(theirs_out), *command],
            pass_fds=(theirs_in, theirs_out), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self.address = self._told(profile / "DevToolsActivePort")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """Close its pipe, which ends it; kill its group where that does not help."""
        for end in (self._ours, self._unread):
            os.close(end)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._folder.cleanup()

    def _told(self, file: Path) -> str:
        until = time.monotonic() + _PATIENCE
        while self.is_running and time.monotonic() < until:
            lines = file.read_text().split() if file.exists() else []
            if len(lines) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.02)
        self.stop()
        raise CannotVerify("the installed Chromium does not start", remedy="see that it runs with --headless")


def _root() -> tuple[str, ...]:
    """Chromium refuses to sandbox anything for root."""
    return ("--no-sandbox",) if os.geteuid() == 0 else ()


def _pinned(pins: Sequence[str]) -> tuple[str, ...]:
    return (f"--ignore-certificate-errors-spki-list={','.join(pins)}",) if pins else ()
