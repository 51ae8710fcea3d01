"""A website as a target names it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from clausecheck.targets.websites import SETTLE_SECONDS


@dataclass(frozen=True, kw_only=True)
class Button:
    """As assistive technology names it."""

    role: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The buttons that make a choice, one after the other, on `page`; "" is wherever the visitor is."""

    buttons: tuple[Button, ...]
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class Site:
    """`origin` has no path and no credentials; `sign_in` are those of its URL, for HTTP authentication.

    `pictures`: how each visit ended is kept as evidence. `choices` holds accept, refuse and withdraw as far as the
    target names them. `asks_nobody` is the reason why the site has no banner, or "".
    """

    system: str
    origin: str
    host: str
    pages: tuple[str, ...]
    named: Mapping[str, str]
    choices: Mapping[str, Choice]
    asks_nobody: str
    settle: float
    time_limit: float
    seen_from: str
    ca_file: Path | None
    hosts: tuple[str, ...]
    program: str
    sign_in: tuple[str, str] | None = field(default=None, repr=False)
    pictures: bool = False

    @property
    def every_page(self) -> tuple[str, ...]:
        """Those that are visited and those that are named, each once."""
        return tuple(dict.fromkeys((*self.pages, *self.named.values())))


def site_of(system: System, *, pictures: bool = False) -> Site:
    """The site that a system of kind `website` is. `CannotVerify` where its URL is none of http or https."""
    said = system.settings
    url = urlsplit(str(said.get("url", "")))
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise CannotVerify(f"system {system.name} has no address of a website", remedy="write https://host in `url`")
    consent = _mapping(said.get("consent"))
    return Site(
        system=system.name,
        origin=f"{url.scheme}://{url.netloc.rpartition('@')[2]}",
        host=url.hostname,
        pages=tuple(map(str, _list(said.get("pages")))) or ("/",),
        named={role: str(path) for role, path in _mapping(said.get("named_pages")).items()},
        choices={name: _choice(consent[name]) for name in ("accept", "refuse", "withdraw") if name in consent},
        asks_nobody=str(consent.get("absent", "")),
        settle=float(str(said.get("settle_seconds", SETTLE_SECONDS))),
        time_limit=system.time_limit,
        seen_from=str(said.get("seen_from", "")),
        ca_file=Path(system.folder, str(said["ca_file"])) if said.get("ca_file") else None,
        hosts=tuple(map(str, _list(said.get("hosts")))),
        program=str(said.get("browser", "")),
        sign_in=(unquote(url.username), unquote(url.password or "")) if url.username else None,
        pictures=pictures,
    )


def _choice(entry: Mapping[str, Any]) -> Choice:
    buttons = tuple(Button(role=button["role"], name=button["name"]) for button in entry["buttons"])
    return Choice(buttons=buttons, page=entry.get("page", ""))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
