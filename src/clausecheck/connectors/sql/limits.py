"""Limits that the client keeps: of time, for what the server cannot or does not bound, and of what it remembers."""

from collections.abc import Callable
from threading import Timer
from time import monotonic

GRACE = 5.0
"""Seconds that a server may take beyond the limit to say itself that the limit is over."""
STATEMENTS_KEPT = 0
"""How many written statements an engine keeps for the next time: most are asked once, and take a megabyte each."""


class Deadline:
    """The moment by which the running statement must have ended; none before `start`."""

    def __init__(self, limit: float) -> None:
        self._limit, self._at = limit, float("inf")

    def start(self) -> None:
        self._at = monotonic() + self._limit

    def is_over(self) -> bool:
        return monotonic() > self._at


class Watch:
    """Calls `stop` from another thread, once `limit` seconds have passed since `start` without an `end`."""

    def __init__(self, limit: float, stop: Callable[[], object]) -> None:
        self._limit, self._stop = limit, stop
        self._timer: Timer | None = None

    def start(self) -> None:
        self.end()
        self._timer = Timer(self._limit, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self.end()
