"""Renewed consent in plain Python, written from the sentences of 11.d, rigour 6 and 19."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.records.changes.oracle import AS_OF, EPOCH, LATEST, POLICY, usable


@dataclass(frozen=True, kw_only=True)
class Rights:
    """A change that affects people's rights; `effective` decides."""

    effective: datetime
    announced: datetime | None
    version: str | None


@dataclass(frozen=True, kw_only=True)
class Event:
    subject: str
    channel: str
    status: str | None
    effective: datetime | None
    recorded: datetime | None
    notice: str | None


@dataclass(frozen=True, kw_only=True)
class Send:
    subject: str | None
    channel: str
    sent: datetime | None


def verdict(send: Send, changes: Sequence[Rights], events: Sequence[Event]) -> str:
    """found, undecidable or fine."""
    if send.sent is None or send.sent == EPOCH or send.sent > LATEST or send.subject is None:
        return "undecidable"
    span = _in_force(send.sent, changes)
    if not span:
        return "fine"
    announced = [one.announced for one in span if one.announced is not None and usable(one.announced)]
    known = max(announced) if len(announced) == len(span) else None
    version = max((one.version for one in span if one.version is not None), default=None)
    own = [one for one in events if (one.subject, one.channel) == (send.subject, send.channel)]
    readings = [_counts(one, known, version) for one in own]
    if any(sure and at <= send.sent for at, sure in filter(None, readings)):
        return "fine"
    if (known is None and version is None) or any(at <= send.sent for at, _ in filter(None, readings)):
        return "undecidable"
    return "found"


def _in_force(sent: datetime, changes: Sequence[Rights]) -> list[Rights]:
    """The changes of the latest moment of effect by then; the company knows of no other text."""
    begun = [one.effective for one in changes if POLICY <= one.effective <= min(sent, AS_OF)]
    return [one for one in changes if begun and one.effective == max(begun)]


def _counts(event: Event, known: datetime | None, version: str | None) -> tuple[datetime, bool] | None:
    """From when on the event counts as a renewed grant, and whether for certain; None where it is none."""
    if event.status in ("pending", "withdrawn", "denied"):
        return None
    if event.effective is None or event.effective == EPOCH:
        return POLICY, False
    under = version is not None and event.notice == version
    if not under and (known is None or event.effective < known):
        return None
    recorded = event.recorded if event.recorded is not None and usable(event.recorded) else None
    at = max(event.effective, recorded) if recorded else event.effective
    return at, event.status == "granted" and recorded is not None
