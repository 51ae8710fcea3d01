"""Trying a sign-up in a browser, as somebody who was made up for it, and taking it back. Only where a target is probed.

Everything else that reads a website types in and sends nothing.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from clausecheck.connectors.website.browser import choosing
from clausecheck.connectors.website.browser.driving import lent, run, side_by_side
from clausecheck.connectors.website.browser.program import program_of
from clausecheck.connectors.website.settings import Site
from clausecheck.connectors.website.trust import pins
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

FILL, TICK, UNTICK, CHOOSE = "fill", "tick", "untick", "choose"
_SUBMITS: Final = "button:not([type]), button[type=submit], input[type=submit], input[type=image]"
_POLLS: Final = 0.1
_STEP_MS: Final = 3_000
_MARGIN: Final = 5.0
"""Seconds beyond the time limit, before a browser that no longer answers is left."""
_BEGINS: Final = 1.0
"""Seconds that a banner has to show itself, before the form is filled in without a refusal."""


@dataclass(frozen=True, kw_only=True)
class Fill:
    """What to do to a field, by its name or id. `values` are tried in turn where one of a list is to be chosen."""

    name: str
    how: str
    values: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One sign-up on the page `path`: the form is that with the field `known_by`.

    `accepted`, `refused` and `taken_back` are words that a visitor reads then, `take_back` is the button's name.
    """

    path: str
    known_by: str
    fills: tuple[Fill, ...]
    accepted: str
    refused: str
    take_back: str
    taken_back: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """`admitted` is None where the site said neither. `left_behind`: a sign-up may have stayed where it was made."""

    admitted: bool | None
    left_behind: bool = False
    why: str = ""


class _Untold(Exception):
    """Nobody can tell what became of it, in words that may be shown."""


def tried(site: Site, trials: Sequence[Trial]) -> list[Tried]:
    """What became of each, side by side, each with a fresh profile and within the system's time limit.

    `CannotVerify` where no browser can be driven; `ModuleNotFoundError` without playwright.
    """
    import playwright  # noqa: F401 - says at once what is not installed

    with lent(program_of(site.program), pins(site)) as browser:
        works = [partial(_one, browser, site, trial) for trial in trials]
        try:
            return run(side_by_side(works), site.time_limit + 2 * _MARGIN)
        except TimeoutError:
            lost = Tried(admitted=None, left_behind=True, why="the browser did not come back")
            return [lost for _ in trials]


async def _one(browser: "Browser", site: Site, trial: Trial) -> Tried:
    sent: list[bool] = []
    try:
        async with asyncio.timeout(site.time_limit + _MARGIN):
            return await _visited(browser, site, trial, sent)
    except _Untold as why:
        return Tried(admitted=None, left_behind=bool(sent), why=str(why))
    except Exception as error:
        return Tried(admitted=None, left_behind=bool(sent), why=f"the trial broke off ({kind_of(error)})")


async def _visited(browser: "Browser", site: Site, trial: Trial, sent: list[bool]) -> Tried:
    """`sent` gets a member as soon as the form is on its way."""
    until = time.monotonic() + site.time_limit
    context = await browser.new_context(accept_downloads=False, **_signed_in(site))
    try:
        page = await context.new_page()
        page.on("dialog", _dismissed)
        await page.goto(urljoin(site.origin, trial.path), wait_until="load")
        await _refused_cookies(page, site)
        await _not_yet(page, trial)
        form = page.locator("form", has=page.locator(_named(trial.known_by))).first
        for fill in trial.fills:
            await _filled(form, fill)
        await _send(form, sent)
        admitted = await _said(page, {trial.accepted: True, trial.refused: False}, until)
        if not admitted:
            return Tried(admitted=False)
        return Tried(admitted=True, left_behind=not await _took_back(page, trial, until))
    finally:
        await context.close()


def _signed_in(site: Site) -> dict[str, Any]:
    if not site.sign_in:
        return {}
    username, password = site.sign_in
    return {"http_credentials": {"username": username, "password": password, "origin": site.origin}}


async def _dismissed(dialog: Any) -> None:
    await dialog.dismiss()


async def _refused_cookies(page: "Page", site: Site) -> None:
    """A banner may lie over the form. Where it does not come, or has no such button, the form is tried all the same."""
    if site.asks_nobody or not await choosing.banner_seen(page):
        return
    try:
        way = await choosing.chosen(page, "refuse", site.choices.get("refuse"), _BEGINS)
        await choosing.used(way.button)
        await page.wait_for_load_state("load")
    except choosing.NoChoice:
        return


async def _not_yet(page: "Page", trial: Trial) -> None:
    for words in (trial.accepted, trial.refused):
        if await _reads(page, words):
            raise _Untold("the words that tell what became of a sign-up stand there before anybody signs up")


def _named(name: str) -> str:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'[name="{quoted}"], [id="{quoted}"]'


async def _filled(form: "Locator", fill: Fill) -> None:
    found = form.locator(_named(fill.name)).first
    if fill.how in (TICK, UNTICK):
        await found.set_checked(fill.how == TICK, timeout=_STEP_MS)
    elif fill.how == CHOOSE:
        await _chosen(found, fill.values)
    else:
        await found.fill(fill.values[0], timeout=_STEP_MS)


async def _chosen(found: "Locator", values: Sequence[str]) -> None:
    """The first of these values or labels that the list has; its second entry where none is wanted."""
    offered = await found.evaluate("list => [...list.options].map(one => [one.value, one.label.trim()])")
    for wanted in values:
        for at, known in enumerate(offered):
            if wanted in known:
                await found.select_option(index=at, timeout=_STEP_MS)
                return
    if values:
        raise _Untold("a list of the form does not offer what had to be chosen")
    await found.select_option(index=min(1, len(offered) - 1), timeout=_STEP_MS)


async def _send(form: "Locator", sent: list[bool]) -> None:
    """As a visitor whose browser checks nothing: what is asked is whether the site refuses, not the browser."""
    await form.evaluate("form => { form.noValidate = true }")
    button = form.locator(_SUBMITS).filter(visible=True).first
    if not await button.is_visible():
        raise _Untold("the form has no button that sends it")
    sent.append(True)
    await button.click(timeout=_STEP_MS)


async def _said(page: "Page", words: Mapping[str, bool], until: float) -> bool:
    """What the page says, looked for at least once."""
    while True:
        for each, meaning in words.items():
            if await _reads(page, each):
                return meaning
        if time.monotonic() > until:
            break
        await asyncio.sleep(_POLLS)
    raise _Untold("the site said neither that the sign-up was taken nor that it was refused")


async def _reads(page: "Page", words: str) -> bool:
    return await page.get_by_text(words).filter(visible=True).first.is_visible()


async def _took_back(page: "Page", trial: Trial, until: float) -> bool:
    from playwright.async_api import Error

    button = page.get_by_role("button", name=trial.take_back, exact=True).filter(visible=True).first
    try:
        await button.click(timeout=_STEP_MS)
        return await _said(page, {trial.taken_back: True}, until)
    except (Error, _Untold):
        return False  # left behind, which the fact tells
