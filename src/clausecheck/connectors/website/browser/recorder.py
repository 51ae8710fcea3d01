"""Everything that one visit stores and requests, as it happens: nothing that is gone at its end is missed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from clausecheck.connectors.website.cookies import set_cookie
from clausecheck.connectors.website.naming import shown_address

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page, Request, WebSocket

MOST: Final = 20_000
"""Requests, and things stored, that are kept of one visit; a site that makes more is not seen in full."""

Thing = tuple[str, str, str]
"""(kind, name, host)"""


@dataclass
class Seen:
    """What is known of one stored thing. `mark` changes when its value or expiry does; `lasts` is in seconds, counted
    from when it was seen, None where it ends with the session.
    """

    after: bool
    mark: int = 0
    remains: bool = False
    lasts: float | None = None
    http_only: bool = False
    by: str = ""


@dataclass(frozen=True)
class Sent:
    """One request, without its query."""

    host: str
    path: str
    kind: str
    after: bool
    by: str


@dataclass
class Recorder:
    """`after` is set at the moment of the choice: whatever begins from then on comes after it. `sent` has the moment,
    aware, at which each request was first seen.
    """

    binding: str
    after: bool = False
    stored: dict[Thing, Seen] = field(default_factory=dict)
    sent: dict[Sent, datetime] = field(default_factory=dict)
    too_much: bool = False
    _writers: dict[Thing, str] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)

    async def attach(self, session: "CDPSession") -> None:
        """Listen to one page, before it loads anything."""
        session.on("DOMStorage.domStorageItemAdded", self._on_item)
        session.on("DOMStorage.domStorageItemUpdated", self._on_item)
        session.on("Network.requestWillBeSent", self._on_url)
        session.on("Network.responseReceivedExtraInfo", self._on_headers)
        session.on("Runtime.bindingCalled", self._on_script)
        for command in ("Runtime.enable", "Network.enable", "DOMStorage.enable", "Page.enable"):
            await session.send(command)
        await session.send("Runtime.addBinding", {"name": self.binding})

    def on_request(self, request: "Request") -> None:
        """A page's, frame's or worker's request; what only stays in the browser (data:, blob:) is none."""
        url = urlsplit(request.url)
        if url.scheme in {"http", "https"}:
            by = _initiator(request)
            self._send(Sent(url.hostname or "", url.path, request.resource_type, self.after, by))

    def on_websocket(self, socket: "WebSocket") -> None:
        url = urlsplit(socket.url)
        self._send(Sent(url.hostname or "", url.path, "websocket", self.after, ""))

    def on_popup(self, page: "Page") -> None:
        """A window that the site opens: it is closed, and what it asked for has been recorded."""
        page.on("websocket", self.on_websocket)

    def note(self, thing: Thing, *, mark: int = 0, lasts: float | None = None, http_only: bool = False) -> None:
        """Something that is there now; new or renewed since the choice where its mark is another one."""
        seen = self._seen(thing)
        if seen is None:
            return
        if seen.mark not in {0, mark}:
            seen.after = seen.after or self.after
        seen.mark, seen.remains = mark, True
        seen.http_only = seen.http_only or http_only
        if lasts is not None:
            seen.lasts = max(seen.lasts or 0.0, lasts)

    def writer(self, thing: Thing) -> str:
        """Which answer or script stored it, or ""; a cookie's domain may be a parent of the page's host."""
        if thing in self._writers:
            return self._writers[thing]
        kind, name, host = thing
        found = [by for (other, key, where), by in self._writers.items()
                 if (other, key) == (kind, name) and where.endswith("." + host)]  # fmt: skip
        return found[0] if found else ""

    def _seen(self, thing: Thing) -> Seen | None:
        if thing not in self.stored:
            if len(self.stored) >= MOST:
                self.too_much = True
                return None
            self.stored[thing] = Seen(after=self.after)
        return self.stored[thing]

    def _send(self, sent: Sent) -> None:
        if len(self.sent) >= MOST:
            self.too_much = True
        else:
            self.sent.setdefault(sent, datetime.now(UTC))

    def _on_item(self, event: Mapping[str, Any]) -> None:
        place = event["storageId"]
        kind = "local storage" if place["isLocalStorage"] else "session storage"
        url = place.get("storageKey") or place.get("securityOrigin") or ""
        seen = self._seen((kind, event["key"], urlsplit(url.split("^")[0]).hostname or ""))
        if seen:
            seen.after = seen.after or self.after

    def _on_url(self, event: Mapping[str, Any]) -> None:
        if len(self._urls) < MOST:
            self._urls[event["requestId"]] = event["request"]["url"]

    def _on_headers(self, event: Mapping[str, Any]) -> None:
        """Cookies of an answer, those too that it takes back before the visit ends."""
        url = self._urls.get(event["requestId"], "")
        refused = {blocked.get("cookieLine", "").strip() for blocked in event.get("blockedCookies", ())}
        for name, line in event["headers"].items():
            if name.lower() == "set-cookie":
                for cookie in line.split("\n"):
                    if cookie.strip() not in refused:
                        self._on_cookie(cookie, url)

    def _on_cookie(self, line: str, url: str) -> None:
        cookie = set_cookie(line, urlsplit(url).hostname or "")
        if cookie is None or cookie.is_removal:
            return
        thing = ("cookie", cookie.name, cookie.host)
        self._writers.setdefault(thing, f"answer of {shown_address(url)}")
        seen = self._seen(thing)
        if seen:
            seen.after = seen.after or self.after
            seen.http_only = seen.http_only or cookie.http_only
            seen.lasts = seen.lasts if cookie.lasts is None else max(seen.lasts or 0.0, cookie.lasts)

    def _on_script(self, event: Mapping[str, Any]) -> None:
        """What the wrapped setters say. A page might call them with anything: it only ever names who stored it."""
        if event.get("name") != self.binding:
            return
        try:
            kind, name, host, url = json.loads(event["payload"])
        except (ValueError, TypeError):
            return
        address = shown_address(str(url))
        if address and len(self._writers) < MOST:
            self._writers.setdefault((str(kind), str(name), str(host)), f"script of {address}")


def _initiator(request: "Request") -> str:
    if request.is_navigation_request() or request.service_worker:
        return ""
    return f"page {shown_address(request.frame.url)}"
