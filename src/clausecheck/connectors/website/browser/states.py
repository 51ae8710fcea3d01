"""One state of consent: a fresh profile, every page, and the choice in between."""

import asyncio
import re
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from clausecheck.connectors.website.browser import choosing
from clausecheck.connectors.website.browser.choosing import NoChoice
from clausecheck.connectors.website.browser.session import Session, Shown, fresh
from clausecheck.connectors.website.browser.storing import script, snapshot
from clausecheck.connectors.website.parties import is_first_party
from clausecheck.connectors.website.settings import Site
from clausecheck.facts import ACCEPTED, NO_CHOICE, REFUSED, WITHDRAWN
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from playwright.async_api import Browser, Response

CHOICES: Final = {REFUSED: ("refuse",), ACCEPTED: ("accept",), WITHDRAWN: ("accept", "withdraw")}
_NET: Final = re.compile(r"net::(ERR_[A-Z0-9_]+)")
_MOST: Final = 5_000_000
"""Letters of a page that are read."""


class Ended(Exception):
    """The rest of the visit would tell nothing more; why stands among what is unreadable."""


async def visited(browser: "Browser", site: Site, state: str) -> Session:
    """The visit in one state. What failed stands in its `unreadable`; it raises only where no profile can be had, as of
    a browser that is gone.
    """
    async with fresh(browser, site, state) as session:
        try:
            async with asyncio.timeout(_longest(site, state)):
                await _course(session)
                session.picture = await _picture(session) if site.pictures else b""
        except Ended:
            pass
        except TimeoutError:
            session.lacks("the website", f"it took longer than {_longest(site, state):g} s", "see what holds it up")
        except Exception as error:
            session.lacks("the website", f"the visit broke off ({_why(error)})", "run again")
        if session.recorder.too_much:
            session.lacks("the website", "it stores or requests more than could be kept", "see what repeats there")
        return session


def _longest(site: Site, state: str) -> float:
    """Seconds: loading may take the time limit in all; settle windows, and searches for buttons, come on top."""
    loads = len(site.every_page) * (2 if state == WITHDRAWN else 1) + 3
    return site.time_limit + 2 * loads * (site.settle + 1)


async def _course(session: Session) -> None:
    kinds = CHOICES.get(session.state, ())
    if session.site.asks_nobody:
        # Nobody can refuse, so everybody is treated as if they had.
        kinds, session.recorder.after, session.steps = (), bool(kinds), 0
    for kind in kinds:
        await _choose(session, kind, is_last=kind == kinds[-1])
        if kind != kinds[-1]:
            await _walk(session)
    await _walk(session)


_NAME_THEM: Final = "name the buttons of the consent banner under `consent:` in the target"


async def _walk(session: Session) -> None:
    """Every page with its settle window. Whoever is asked again did not choose, so that is looked at too."""
    for path in session.site.every_page:
        if await _load(session, path):
            await _settle(session)
            if session.state == NO_CHOICE:
                await _read(session, path)
            elif path == session.site.pages[0] and await _asked_again(session):
                session.lacks("the website", "it asks again after the choice, so perhaps none was made", _NAME_THEM)


_TYPED_INTO: Final = "input:not([type=submit]):not([type=button]), textarea, select, [contenteditable]"


async def _picture(session: Session) -> bytes:
    """How the visit ended, as PNG, with whatever people type into covered; none where the browser gives none."""
    from playwright.async_api import Error

    try:
        covered = [session.page.locator(_TYPED_INTO)]
        return await session.page.screenshot(type="png", mask=covered, animations="disabled", timeout=5_000)
    except Error:
        return b""  # the verdict rests on what was recorded, not on its picture


async def _choose(session: Session, kind: str, *, is_last: bool) -> None:
    choice, first = session.site.choices.get(kind), session.site.pages[0]
    page = choice.page if choice and choice.page else first
    if not await _load(session, page):
        raise Ended
    try:
        way = await choosing.chosen(session.page, kind, choice, max(session.site.settle, 1.0))
        session.banner = session.banner or await choosing.banner_seen(session.page)
        await _snapshot(session)
        session.recorder.after = is_last
        await choosing.used(way.button)
        await session.page.wait_for_load_state("load", timeout=_left(session) * 1000)
    except NoChoice as reason:
        session.lacks("the website", str(reason), _NAME_THEM)
        await _snapshot(session)
        raise Ended from None
    session.clicked.append(way.name)
    session.made.append(kind)
    session.steps = way.buttons + (page != first)
    await _settle(session)


async def _asked_again(session: Session) -> bool:
    """Whether the buttons of the banner are there again; those of a page of choices are there for good. Whoever has
    withdrawn may be asked anew.
    """
    kinds = [] if "withdraw" in session.made else session.made
    choices = {kind: session.site.choices.get(kind) for kind in kinds}
    return any([
        await choosing.offered(session.page, kind, choice)
        for kind, choice in choices.items()
        if choice is None or not choice.page
    ])  # fmt: skip


async def _load(session: Session, path: str) -> bool:
    """Go to a page and wait until it has loaded; False where it did not. `Ended` where the time is used up."""
    seconds = _left(session)
    try:
        answer = await session.page.goto(urljoin(session.site.origin, path), wait_until="load", timeout=seconds * 1000)
    except Exception as error:
        session.lacks(f"page {path}", _why(error), "see that the site answers from here")
        await _settle_what_came(session)
        return False
    return _is_ours(session, path, answer)


def _left(session: Session) -> float:
    """Seconds that loading may still take, a tenth at the least."""
    seconds = session.until - time.monotonic()
    if seconds <= 0:
        session.lacks("the website", "the time limit of the system was used up", "raise `time_limit`, or see why")
        raise Ended
    return max(seconds, 0.1)


def _is_ours(session: Session, path: str, answer: "Response | None") -> bool:
    session.statuses[path] = status = answer.status if answer else 0
    host = urlsplit(session.page.url).hostname or ""
    if not is_first_party(host, session.site.host):
        session.lacks(f"page {path}", "it led to another site", "name in `url` the host that visitors end at")
        return False
    if path in session.site.pages and not 200 <= status < 300:
        session.lacks(f"page {path}", f"it answered {status}", "name only pages that everybody may see")
    return True


async def _settle(session: Session) -> None:
    """The settle window, of its full length whatever the page does in it; then everything that is stored."""
    started = time.monotonic()
    await asyncio.sleep(session.site.settle)
    if not session.clicked:
        session.banner = session.banner or await choosing.banner_seen(session.page)
    await _snapshot(session)
    session.until += time.monotonic() - started


async def _settle_what_came(session: Session) -> None:
    """What a page had stored before it failed counts too, where the browser can still be asked."""
    try:
        async with asyncio.timeout(2):
            await _snapshot(session)
    except Exception as error:
        session.lacks("what the website stores", f"the browser could not be asked ({kind_of(error)})")


async def _snapshot(session: Session) -> None:
    for what in await snapshot(session.page, session.protocol, session.recorder):
        session.lacks(what, "the browser did not tell", "run again")


async def _read(session: Session, path: str) -> None:
    """Keep the page's document for the facts about pages: the visitor has chosen nothing yet."""
    world = await session.protocol.send(
        "Page.createIsolatedWorld", {"frameId": await _top(session), "worldName": "clausecheck"}
    )
    answer = await session.protocol.send(
        "Runtime.evaluate",
        {"contextId": world["executionContextId"], "expression": script("document.js"), "returnByValue": True,
         "timeout": 10_000},
    )  # fmt: skip
    told = answer["result"].get("value")
    if isinstance(told, str) and len(told) <= _MOST:
        status = session.statuses.get(path, 0)
        session.shown[path] = Shown(path=path, address=session.page.url, status=status, html=told)
    else:
        session.lacks(f"page {path}", "its document is too large or could not be read")


async def _top(session: Session) -> str:
    return str((await session.protocol.send("Page.getFrameTree"))["frameTree"]["frame"]["id"])


def _why(error: Exception) -> str:
    """Chromium's own code of a network error; of anything else, what it is, and none of its text."""
    code = _NET.search(str(error))
    if code:
        return code[1]
    if type(error).__name__ == "TimeoutError":
        return "it had not loaded within the time limit"
    return "it offered a download" if "Download is starting" in str(error) else kind_of(error)
