"""A visit under way: a profile that knows nothing, one page in it, and what became of it so far."""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from clausecheck.connectors.website.browser.recorder import Recorder
from clausecheck.connectors.website.browser.storing import script
from clausecheck.connectors.website.settings import Site
from clausecheck.facts import SIGNAL, Unreadable

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Page


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page as it stood when its settle window ended; `html` says of each element whether it is visible."""

    path: str
    address: str
    status: int
    html: str = field(repr=False)


@dataclass
class Session:
    """One visit under way, and what became of it."""

    site: Site
    state: str
    context: "BrowserContext"
    page: "Page"
    protocol: "CDPSession"
    recorder: Recorder
    until: float
    banner: bool = False
    clicked: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    steps: int | None = None
    unreadable: list[Unreadable] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)
    picture: bytes = field(default=b"", repr=False)

    def lacks(self, what: str, why: str, remedy: str = "") -> None:
        """Note what could not be seen in this state, once."""
        one = Unreadable(what=f"{what}, state {self.state!r}", why=why, remedy=remedy)
        if one not in self.unreadable:
            self.unreadable.append(one)


@asynccontextmanager
async def fresh(browser: "Browser", site: Site, state: str) -> AsyncIterator[Session]:
    """A profile that knows nothing, with one page, recorded from before its first request."""
    context = await browser.new_context(**_as_visitor(site, state))
    try:
        recorder = Recorder(binding=f"clausecheck{secrets.token_hex(8)}")
        await context.add_init_script(script("watch.js").replace("BINDING", recorder.binding))
        if state == SIGNAL:
            await context.add_init_script(script("signal.js"))
        page = await context.new_page()
        context.on("request", recorder.on_request)
        context.on("page", partial(_closed, recorder))
        page.on("websocket", recorder.on_websocket)
        page.on("dialog", _dismissed)
        protocol = await context.new_cdp_session(page)
        await recorder.attach(protocol)
        yield Session(
            site=site, state=state, context=context, page=page, protocol=protocol, recorder=recorder,
            until=time.monotonic() + site.time_limit,
        )  # fmt: skip
    finally:
        await context.close()


def _as_visitor(site: Site, state: str) -> dict[str, Any]:
    """Nothing is downloaded, nothing of an earlier visit is known. The signal goes with every request (W3C GPC)."""
    said: dict[str, Any] = {
        "accept_downloads": False,
        "extra_http_headers": {"Sec-GPC": "1"} if state == SIGNAL else {},
    }
    if site.sign_in:
        username, password = site.sign_in
        said["http_credentials"] = {"username": username, "password": password, "origin": site.origin}
    return said


async def _closed(recorder: Recorder, popup: "Page") -> None:
    recorder.on_popup(popup)
    try:
        await popup.close()
    except Exception:
        if not popup.is_closed():
            raise


async def _dismissed(dialog: Any) -> None:
    """Whoever would hold a visitor on the page is told that we leave; anything else that no is the answer."""
    await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())
