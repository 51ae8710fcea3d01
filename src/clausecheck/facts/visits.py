"""What a website stores in a browser and asks of whom, in each state that a visitor may be in (rigour 36)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from clausecheck.facts.population import Unreadable

NO_CHOICE, REFUSED, ACCEPTED, WITHDRAWN, SIGNAL = "no choice", "refused", "accepted", "withdrawn", "privacy signal"
STATES: Final = (NO_CHOICE, REFUSED, ACCEPTED, WITHDRAWN, SIGNAL)
"""`withdrawn` is accepted first; `privacy signal` is Global Privacy Control, sent from the first request on."""

KINDS_OF_STORAGE: Final = (
    "cookie", "local storage", "session storage", "database", "cache", "service worker",
)  # fmt: skip
"""HTTP cookies, Web Storage, IndexedDB, Cache Storage, registered service workers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """One thing that was stored; its value is never read out of the browser.

    `label` may be shown: a name that looks like it says something of a person is a pseudonym there. `host` is the
    cookie's domain without a leading dot, else the host of the origin. `after_choice`: stored or renewed after the
    visitor refused, accepted or withdrew. `remains`: still there when the visit ended. `lasts` counts from when it was
    seen, None where it ends with the session. `by` is what stored it, as far as can be told: "answer of
    portal.example/signup", "script of cdn.example/tag.js", or "".
    """

    label: str
    kind: str
    name: str = field(repr=False)
    host: str
    first_party: bool
    after_choice: bool
    remains: bool = True
    lasts: timedelta | None = None
    http_only: bool = False
    by: str = ""
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Requested:
    """One request that left the browser, whether or not it was answered: no query, no header, no value.

    `kind` is the browser's word: document, script, image, xhr, fetch, ping, websocket, … `path` has pseudonyms where a
    part of it looks like it says something of a person.
    """

    host: str
    path: str
    kind: str
    first_party: bool
    after_choice: bool
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One state, with a fresh profile, over every page of the target; `label` is "state refused".

    `banner_seen`: something that asks for a choice was visible on some page before one was made. `clicked` are the
    buttons that made the choice, `steps` how many buttons and pages the last choice took from the first page on: None
    where none was made, and 0 where nobody is asked. `via` is "browser", or "http" where only the answers' own headers
    could be seen. `lacks` is what could not be seen in this state.
    """

    label: str
    state: str
    seen_from: str
    pages: tuple[str, ...]
    banner_seen: bool | None
    clicked: tuple[str, ...] = ()
    steps: int | None = None
    stored: tuple[Stored, ...] = ()
    requests: tuple[Requested, ...] = ()
    via: str = "browser"
    lacks: tuple[Unreadable, ...] = ()
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One thing that visits left behind: stored, or asked of a host, each counted once over the states.

    `kind` is one of `KINDS_OF_STORAGE`, or "requests"; `name` is then the host.
    """

    label: str
    kind: str
    name: str = field(repr=False)
    host: str
    first_party: bool
    states: tuple[str, ...]
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentBanner:
    """What it takes to answer a consent banner, and what comes of it.

    `refusing` and `accepting` are buttons and pages, None where that was not done. `days_sooner`: how many days sooner
    a cookie that both answers leave behind ends after a refusal than after an acceptance, at the most.
    """

    label: str
    refusing: int | None
    accepting: int | None
    days_sooner: int = 0
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactedHost:
    """A host that a browser on the site sends requests to. `declared`: some entry of the register of processors, or
    of the system's `recipients`, that stands on the day names its domain; None where nobody can tell.
    """

    label: str
    host: str
    first_party: bool
    states: tuple[str, ...]
    declared: bool | None
    untold: str = ""
