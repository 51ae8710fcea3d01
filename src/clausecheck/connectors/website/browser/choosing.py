"""Making a choice as a visitor would: finding the button, using it, and seeing that the site took it."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from clausecheck.connectors.website.browser.platforms import PLATFORMS
from clausecheck.connectors.website.settings import Choice

if TYPE_CHECKING:
    from playwright.async_api import Frame, Locator, Page

_POLLS: Final = 0.2
_CLICKS_MS: Final = 10_000
_ASKS: Final = re.compile(r"cookie|consent|privacy|tracking|einwillig|zustimm|datenschutz", re.IGNORECASE)


class NoChoice(Exception):
    """The choice could not be made, in words that may be shown."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a choice is made: the button that is still to be used, its name, and how many buttons that takes in all."""

    button: "Locator"
    name: str
    buttons: int


async def banner_seen(page: "Page") -> bool:
    """Whether something on the page asks for a choice now: a known platform, or a dialog that speaks of cookies."""
    known = ", ".join(platform.banner for platform in PLATFORMS)
    return await _any_visible(page, known) or await _asks(page)


async def chosen(page: "Page", kind: str, choice: Choice | None, seconds: float) -> Way:
    """Use the buttons of a choice, all but the last.

    `NoChoice` where a button does not become visible in time.
    """
    if choice is None:
        return await _by_platform(page, kind, seconds)
    for button in choice.buttons[:-1]:
        await (await _named(page, button.role, button.name, seconds)).click(timeout=_CLICKS_MS)
    last = choice.buttons[-1]
    found = await _named(page, last.role, last.name, seconds)
    return Way(button=found, name=last.name, buttons=len(choice.buttons))


async def offered(page: "Page", kind: str, choice: Choice | None) -> bool:
    """Whether the first button of a choice can be seen at this moment."""
    if choice is not None:
        first = choice.buttons[0]
        return any([await _button(frame, first.role, first.name).is_visible() for frame in page.frames])
    return await _any_visible(page, _first_steps(kind))


def _first_steps(kind: str) -> str:
    return ", ".join(platform.steps[kind][0] for platform in PLATFORMS if platform.steps[kind])


async def used(button: "Locator") -> None:
    await button.click(timeout=_CLICKS_MS)


async def _named(page: "Page", role: str, name: str, seconds: float) -> "Locator":
    async for _ in _until(seconds):
        for frame in page.frames:
            found = _button(frame, role, name)
            if await found.is_visible():
                return found
    raise NoChoice(f"no {role} {name!r} became visible")


def _button(frame: "Frame", role: Any, name: str) -> "Locator":
    return frame.get_by_role(role, name=name, exact=True).filter(visible=True).first


async def _by_platform(page: "Page", kind: str, seconds: float) -> Way:
    async for _ in _until(seconds):
        # One question for all of them first: most pages have none, and each question costs a round trip a frame.
        if await _any_visible(page, _first_steps(kind)):
            for platform in PLATFORMS:
                steps = platform.steps[kind]
                first = await _visible(page, steps[0]) if steps else None
                if first is not None:
                    last = await _last_of(page, first, steps, seconds)
                    return Way(button=last, name=f"{platform.name}: {kind}", buttons=len(steps))
    raise NoChoice(f"no button of a common consent platform by which to {kind} became visible")


async def _last_of(page: "Page", first: "Locator", steps: Sequence[str], seconds: float) -> "Locator":
    button = first
    for step in steps[1:]:
        await button.click(timeout=_CLICKS_MS)
        button = await _awaited(page, step, seconds)
    return button


async def _awaited(page: "Page", selector: str, seconds: float) -> "Locator":
    async for _ in _until(seconds):
        found = await _visible(page, selector)
        if found is not None:
            return found
    raise NoChoice("a later button of the consent platform did not become visible")


async def _visible(page: "Page", selector: str) -> "Locator | None":
    for frame in page.frames:
        found = frame.locator(selector).filter(visible=True).first
        if await found.is_visible():
            return found
    return None


async def _any_visible(page: "Page", selector: str) -> bool:
    return await _visible(page, selector) is not None


async def _asks(page: "Page") -> bool:
    for frame in page.frames:
        asking = frame.locator("[role=dialog], [role=alertdialog], [role=region], dialog[open]").filter(
            has_text=_ASKS, visible=True
        )
        if await asking.first.is_visible():
            return True
    return False


async def _until(seconds: float) -> AsyncIterator[None]:
    until = time.monotonic() + seconds
    while True:
        yield
        if time.monotonic() > until:
            return
        await asyncio.sleep(_POLLS)
