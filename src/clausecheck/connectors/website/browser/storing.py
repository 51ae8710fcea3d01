"""What is stored at one moment: asked of the browser, and of each frame in a world that no script of it reaches."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from clausecheck.connectors.website.browser.recorder import Recorder

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page

KINDS: Final = ("local storage", "session storage", "database", "cache", "service worker")
_EVALUATES_MS: Final = 5_000
_AGAIN: Final = 0.3
"""Seconds until a frame that could not be asked is asked again."""


@cache
def script(name: str) -> str:
    """One of the scripts beside this module."""
    return files("clausecheck.connectors.website.browser").joinpath(name).read_text(encoding="utf-8")


async def snapshot(page: "Page", session: "CDPSession", recorder: Recorder) -> list[str]:
    """Note everything that is stored now; the kinds that could not be asked for, with their frame's host."""
    await _cookies(page.context, recorder)
    frames = await _there(session)
    lacks = [lack for frame in frames.values() for lack in await _asked(frame, session, recorder)]
    # Frames share the page's process. One that has its own all the same cannot be asked through this session.
    if len(page.frames) > len(frames) and len(page.frames) > len(await _there(session)):
        lacks.append("what a frame in a process of its own stores")
    return lacks


async def _there(session: "CDPSession") -> dict[str, Mapping[str, Any]]:
    tree = (await session.send("Page.getFrameTree"))["frameTree"]
    return {frame["id"]: frame for frame in _frames(tree)}


async def _asked(frame: Mapping[str, Any], session: "CDPSession", recorder: Recorder) -> list[str]:
    """Nothing where the frame is gone meanwhile: what it wrote was recorded as it wrote it. One that is being loaded
    anew is asked once more.
    """
    for last in (False, False, True):
        try:
            return await _kept_by(frame, session, recorder)
        except Exception:
            if frame["id"] not in await _there(session):
                break
            if last:
                raise
        await asyncio.sleep(_AGAIN)
    return []


async def _cookies(context: "BrowserContext", recorder: Recorder) -> None:
    jar = await context.cookies()
    there = set()
    for cookie in jar:
        thing = ("cookie", cookie["name"], cookie["domain"].lstrip(".").lower())
        expires = cookie.get("expires", -1.0)
        # The built-in hash is keyed at random in each process: nobody can guess a value from it.
        mark = hash((cookie["value"], expires)) or 1
        lasts = expires - time.time() if expires > 0 else None
        recorder.note(thing, mark=mark, lasts=lasts, http_only=cookie.get("httpOnly", False))
        there.add(thing)
    for thing, seen in recorder.stored.items():
        if thing[0] == "cookie" and thing not in there:
            seen.remains = False


def _frames(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield tree["frame"]
    for child in tree.get("childFrames", ()):
        yield from _frames(child)


async def _kept_by(frame: Mapping[str, Any], session: "CDPSession", recorder: Recorder) -> list[str]:
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": "clausecheck"})
    answer = await session.send(
        "Runtime.evaluate",
        {
            "contextId": world["executionContextId"],
            "expression": script("storage.js"),
            "awaitPromise": True,
            "returnByValue": True,
            "timeout": _EVALUATES_MS,
        },
    )
    told = answer["result"].get("value")
    if not isinstance(told, dict):
        return ["what a frame stores"]
    host = told["host"]
    for kind in KINDS:
        _note(recorder, kind, host, told[kind] or ())
    return [f"the {kind} of {host}" for kind in KINDS if told[kind] is None]


def _note(recorder: Recorder, kind: str, host: str, entries: Any) -> None:
    there = {(kind, str(name), host): int(mark or 0) for name, mark in entries}
    for thing, mark in there.items():
        recorder.note(thing, mark=mark or 1)
    for thing, seen in recorder.stored.items():
        if thing[0] == kind and thing[2] == host and thing not in there:
            seen.remains = False
