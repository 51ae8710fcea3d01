"""SendGrid, read through the Web API v3: who unsubscribed, complained or bounced, and whom messages went to.

Settings of a system of kind `sendgrid`: `url` (https://api.sendgrid.com, or https://api.eu.sendgrid.com), `token` (an
API key, only ever `${NAME}`), `marketing_groups` and `service_groups` (ids of unsubscribe groups), `subject_field` (the
unique argument of a message with the company's own id of a person), `tables`, `ca_file`.

Moments, by the words of the API's description: `created` of a suppression ("when the recipient was added"),
`created_at` of a group's, and `processed` of a message's event of that name. `last_event_time` may be an
opening's.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from json import loads
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, mapping, mappings, moment, text
from clausecheck.connectors.https.api import Api, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.connectors.marketing.offered import reaching
from clausecheck.connectors.marketing.reading import Pages, named, table
from clausecheck.connectors.marketing.rows import Send, Suppression, Tables, address, key_of
from clausecheck.targets.model import System

_NEEDS = "an API key with read access to suppressions"
_NEEDS_ACTIVITY = "an API key with read access to Email Activity, which takes the additional activity history"
_PAGE = 500
_MOST_MESSAGES = 1000
"""What one question about messages answers at most; there is no next page, so the time asked about is halved."""
_LISTS = {
    "unsubscribes": "opt_out",
    "spam_reports": "complaint",
    "bounces": "bounce",
}
_EARLIEST = timedelta(days=400)
"""Longer than SendGrid keeps activity."""
_LATEST = timedelta(days=1)
_SHORTEST = timedelta(seconds=1)


def read(system: System) -> Tables:
    """The tables of an account. `Unreachable` where its interface lets nobody in."""
    headers = {"Authorization": f"Bearer {system.settings['token']}", "Accept": "application/json"}
    with opened(system, root_of(system), lambda _api, *, again: headers, what="marketing provider") as api:
        return Tables(
            suppressions=table(system, "suppressions", lambda: _suppressions(api, system)),
            sends=table(system, "sends", lambda: _sends(api, str(system.settings.get("subject_field") or ""))),
            sends_name="subject_field" in system.settings,
        )


def _suppressions(api: Api, system: System) -> Iterator[Suppression]:
    pages = Pages(api, _NEEDS)
    for name, reason in _LISTS.items():
        for one in pages.until_empty(f"/v3/suppression/{name}", _PAGE):
            yield _suppression(one, _seconds(one.get("created")), reason, name)
    marketing, service = named(system.settings, "marketing_groups"), named(system.settings, "service_groups")
    for one in mappings(pages.get("/v3/asm/suppressions")):
        group = identity(one, "group_id")
        if group not in service:
            # What an opt-out from a group that nobody classified was about is not told, so neither is its beginning.
            at = _seconds(one.get("created_at")) if group in marketing else None
            yield _suppression(one, at, "opt_out", f"group {group}")


def _suppression(one: Mapping[str, Any], at: datetime | None, reason: str, source: str) -> Suppression:
    key = key_of(source, identity(one, "email"))
    return Suppression(key=key, email=address(one["email"]), since=at, reason=reason, source=source)


def _seconds(written: Any) -> datetime | None:
    """Seconds since 1970, as SendGrid writes moments of suppressions."""
    return moment(written * 1000) if isinstance(written, int | float) and not isinstance(written, bool) else None


def _sends(api: Api, field: str) -> Iterator[Send]:
    """One row for each message that left. The list tells no moment of it: each message is asked for its events."""
    pages = Pages(api, _NEEDS_ACTIVITY)
    now = datetime.now(UTC).replace(microsecond=0)
    seen: set[str] = set()
    for key in _messages(pages, now - _EARLIEST, now + _LATEST):
        if key in seen:
            continue
        seen.add(key)
        told = mapping(pages.get(f"/v3/messages/{quote(key, safe='')}"))
        events = mappings(told.get("events"))
        processed = [one for one in events if text(one, "event_name") == "processed"]
        if not processed and any(text(one, "event_name") == "dropped" for one in events):
            continue
        yield Send(
            key=key_of(key),
            email=address(told.get("to_email")),
            person=_argument(told.get("unique_args"), field),
            sent_at=_sent_at(processed),
            campaign=next(iter(_categories(told)), None),
        )


def _sent_at(processed: list[Mapping[str, Any]]) -> datetime | None:
    """When SendGrid took a message to send it; None where it does not say so of every time that it did."""
    moments = [at for one in processed if (at := moment(one.get("processed")))]
    return min(moments) if moments and len(moments) == len(processed) else None


def _messages(pages: Pages, start: datetime, end: datetime) -> Iterator[str]:
    """The ids of all messages whose last event lies between, the earlier ones first: one that moves on is met later."""
    span = f'last_event_time BETWEEN TIMESTAMP "{_written(start)}" AND TIMESTAMP "{_written(end)}"'
    found = mappings(mapping(pages.get("/v3/messages", limit=_MOST_MESSAGES, query=span)).get("messages"))
    if len(found) < _MOST_MESSAGES:
        yield from (identity(one, "msg_id") for one in found)
        return
    if end - start <= _SHORTEST:
        raise Unanswered(f"it tells of no more than {_MOST_MESSAGES:,} messages of one second")
    middle = start + timedelta(seconds=(end - start) // _SHORTEST // 2)
    yield from _messages(pages, start, middle)
    yield from _messages(pages, middle, end)


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def _argument(held: Any, field: str) -> str | None:
    """One unique argument of a message. The description has them as JSON in a string; an object is understood too."""
    if not field:
        return None
    if isinstance(held, str):
        try:
            held = loads(held)
        except (ValueError, RecursionError):
            return None
    found = held.get(field) if isinstance(held, dict) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) and found != "" else None


def _categories(told: Mapping[str, Any]) -> list[str]:
    """The categories of a message: senders name their campaign so."""
    found = told.get("categories")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


FACTS: Mapping[str, Any] = {}
reach = reaching(read, "an API key")
