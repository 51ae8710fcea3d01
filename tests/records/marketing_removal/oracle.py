"""Removal of marketing data in plain Python, written from the sentences of rigour 12, 14, 18 and 20.

An event that decides nothing may be anything: each is tried as a grant, as a refusal, and as nothing at all. What
comes out the same every time is certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

ALWAYS = datetime.min.replace(tzinfo=UTC)
REFUSALS = ("withdrawn", "denied", "pending")


@dataclass(frozen=True, kw_only=True)
class Event:
    """`status` is granted, pending, withdrawn, denied, or anything else; `effective` and `recorded` decide, or None."""

    subject: str | None
    purpose: str
    channel: str
    status: str | None
    effective: datetime | None
    recorded: datetime | None


@dataclass(frozen=True, kw_only=True)
class Request:
    subject: str | None
    received: datetime | None
    status: str | None


@dataclass(frozen=True, kw_only=True)
class Row:
    subject: str | None
    purpose: str | None
    channel: str | None


@dataclass(frozen=True, kw_only=True)
class World:
    """Overdue is what was due before `limit`. Without `recorded`, that role is not mapped."""

    as_of: datetime
    limit: datetime
    events: Sequence[Event]
    requests: Sequence[Request] | None
    recorded: bool


def possible(world: World, row: Row) -> set[str]:
    """All verdicts on this row that some reading of what decides nothing would give: overdue, kept."""
    named = [event for event in world.events if _names(event, row)]
    asked = [one for one in world.requests or () if one.subject == row.subject and one.subject is not None]
    readings = product(*(_readings(world, event) for event in named))
    return {
        "overdue" if _due(world, events, requests) < world.limit else "kept"
        for events in readings
        for requests in product(*(_received(world, one) for one in asked))
    }


def _names(event: Event, row: Row) -> bool:
    same = event.subject == row.subject and row.subject is not None
    return same and row.purpose in (None, event.purpose) and row.channel in (None, event.channel)


Read = tuple[str, str, str, datetime] | None
"""(purpose, channel, grant or refusal, effective), or None for what does not count."""


def _readings(world: World, event: Event) -> list[Read]:
    def as_(what: str, at: datetime) -> Read:
        return event.purpose, event.channel, what, at

    if event.effective is None:
        moments = [ALWAYS + timedelta(days=1), world.limit - timedelta(days=1), world.as_of]
        return [as_(what, at) for what in ("grant", "refusal") for at in moments]
    counts = event.effective <= world.as_of
    if event.status in REFUSALS:
        return [as_("refusal", event.effective) if counts else None]
    if event.status == "granted" and (not world.recorded or event.recorded is not None):
        recorded = event.recorded if world.recorded and event.recorded else ALWAYS
        return [as_("grant", event.effective) if counts and recorded <= world.as_of else None]
    return [as_("grant", event.effective), as_("refusal", event.effective), None] if counts else [None]


def _received(world: World, request: Request) -> list[datetime | None]:
    if request.status == "refused":
        return [None]
    if request.received is None or request.status not in ("open", "done"):
        at = [request.received] if request.received else [ALWAYS + timedelta(days=1), world.as_of]
        return [None, *(one for one in at if one <= world.as_of)]
    return [request.received if request.received <= world.as_of else None]


def _due(world: World, events: Sequence[Read], requests: Sequence[datetime | None]) -> datetime:
    """Since when the row is due: a moment after the audit where it is not."""
    told = [event for event in events if event is not None]
    last = max((at for *_, what, at in told if what == "grant"), default=ALWAYS)
    asked = min((at for at in requests if at is not None and at >= last), default=datetime.max.replace(tzinfo=UTC))
    return min(_ended(told), asked)


def _ended(told: list[tuple[str, str, str, datetime]]) -> datetime:
    """Since when no grant stood; of what was never granted, the first refusal; of nothing at all, always."""
    if not told:
        return ALWAYS
    streams = {(purpose, channel) for purpose, channel, *_ in told}
    ends = [_end([(what, at) for *whose, what, at in told if tuple(whose) == stream]) for stream in streams]
    granted = [end for end, given in ends if given]
    return max(granted) if granted else min(end for end, _ in ends)


def _end(stream: list[tuple[str, datetime]]) -> tuple[datetime, bool]:
    """Since when this purpose on this channel has no grant, and whether it ever had one; at equal moments none."""
    grants = [at for what, at in stream if what == "grant"]
    refusals = [at for what, at in stream if what == "refusal" and (not grants or at >= max(grants))]
    return min(refusals, default=datetime.max.replace(tzinfo=UTC)), bool(grants)


def each(world: World, rows: Sequence[Row]) -> Iterator[tuple[Row, set[str]]]:
    return ((row, possible(world, row)) for row in rows)
