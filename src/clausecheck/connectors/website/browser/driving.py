"""One event loop for every browser of this process, in a thread of its own, and playwright in it.

A browser is kept for the next audit that needs the same one: starting it takes longer than a visit.
"""

import asyncio
import atexit
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from clausecheck.connectors.website.browser.program import Chromium
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

T = TypeVar("T")
Key = tuple[str, tuple[str, ...]]

KEPT: Final = 2
"""Idle browsers that are kept."""
_CONNECTS_WITHIN: Final = 60.0
_ENDS_WITHIN: Final = 10.0


@dataclass
class _Kept:
    process: Chromium
    browser: "Browser"
    users: int = 0


@dataclass
class _Stage:
    """The loop, its thread, playwright's driver, and the browsers by program and pinned keys."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    playwright: "Playwright | None" = None
    kept: dict[Key, _Kept] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """The work's result; `TimeoutError` where it takes longer than this, and it is cancelled."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self.loop)
        # A browser that no longer answers may keep the cancelled work from ending: nobody waits for that.
        return future.result(seconds + _ENDS_WITHIN)


_stage: _Stage | None = None
_starting = Lock()


def run(work: Coroutine[Any, Any, T], seconds: float) -> T:
    """Run something in the loop, for at most so many seconds; `TimeoutError` after them."""
    return _running().run(work, seconds)


@contextmanager
def lent(program: str, pins: tuple[str, ...]) -> Iterator["Browser"]:
    """A running browser, for as long as it is needed. `CannotVerify` where it cannot be driven."""
    stage, key = _running(), (program, pins)
    with stage.lock:
        kept = _at_hand(stage, key)
        kept.users += 1
    try:
        yield kept.browser
    finally:
        with stage.lock:
            kept.users -= 1
            _put_away(stage)


def _running() -> _Stage:
    global _stage  # noqa: PLW0603 - one loop a process, begun with the first website
    with _starting:
        if _stage is None:
            _stage = _Stage()
            Thread(target=_stage.loop.run_forever, name="browsers", daemon=True).start()
            atexit.register(_end, _stage)
        return _stage


def _at_hand(stage: _Stage, key: Key) -> _Kept:
    kept = stage.kept.get(key)
    if kept is not None and kept.process.is_running and kept.browser.is_connected():
        return kept
    if kept is not None:
        kept.process.stop()
    program, pins = key
    process = Chromium(program, pins)
    try:
        browser = stage.run(_connected(stage, process.address), _CONNECTS_WITHIN)
    except Exception as error:
        process.stop()
        raise CannotVerify(
            f"the installed Chromium cannot be driven ({kind_of(error)})",
            remedy="install a newer Chromium, or a newer playwright",
        ) from None
    stage.kept[key] = _Kept(process=process, browser=browser)
    return stage.kept[key]


async def _connected(stage: _Stage, address: str) -> "Browser":
    from playwright.async_api import async_playwright

    if stage.playwright is None:
        stage.playwright = await async_playwright().start()
    return await stage.playwright.chromium.connect_over_cdp(address)


def _put_away(stage: _Stage) -> None:
    """End the browsers that nobody uses and that are more than are kept, the oldest first."""
    idle = [key for key, kept in stage.kept.items() if not kept.users]
    for key in idle[: max(len(idle) - KEPT, 0)]:
        stage.kept.pop(key).process.stop()


def _end(stage: _Stage) -> None:
    for kept in stage.kept.values():
        kept.process.stop()
    if stage.playwright is not None:
        asyncio.run_coroutine_threadsafe(stage.playwright.stop(), stage.loop).result(timeout=5)
    stage.loop.call_soon_threadsafe(stage.loop.stop)


async def side_by_side(works: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """All of them at once, in their order."""
    return list(await asyncio.gather(*(work() for work in works)))
