"""Changes and notices in plain Python, written from the sentences of rigour 6, 19 and 38."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATEST = AS_OF + timedelta(hours=24)
POLICY = datetime(2024, 3, 15, 4, tzinfo=UTC)  # the start of the day in New York
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Change:
    key: str
    effective: datetime | None
    decided: datetime | None
    material: str | None
    by: str | None


@dataclass(frozen=True, kw_only=True)
class Person:
    key: str
    created: datetime | None
    left: datetime | None


@dataclass(frozen=True, kw_only=True)
class Notice:
    change: str
    person: str
    channel: str | None
    sent: datetime | None
    status: str | None


def usable(moment: datetime | None) -> bool:
    return moment is not None and moment != EPOCH and moment <= LATEST


def verdict(change: Change, people: Sequence[Person], notices: Sequence[Notice], channel: str) -> str:
    """excluded, undecidable, unannounced or told."""
    at = change.effective
    if at is None or at == EPOCH:
        return "undecidable"
    if at < POLICY or at > AS_OF:
        return "excluded"
    heard = {_heard(change, at, one, notices, channel) for one in people} if change.material == "true" else set()
    if not _decided(change, at) or "untold" in heard:
        return "unannounced"
    unclear = change.material not in ("true", "false") or not usable(change.decided) or "unsure" in heard
    return "undecidable" if unclear else "told"


def _decided(change: Change, at: datetime) -> bool:
    if change.material is None or change.decided is None or not (change.by or "").strip():
        return False
    return not usable(change.decided) or change.decided <= at


def _heard(change: Change, at: datetime, person: Person, notices: Sequence[Notice], channel: str) -> str:
    registered = _registered(person, at)
    if registered is False:
        return "nobody"
    own = [one for one in notices if (one.change, one.person) == (change.key, person.key)]
    named = [one for one in own if channel in ("", one.channel)]
    if any(one.status in ("sent", "delivered") and usable(one.sent) and one.sent < at for one in named if one.sent):
        return "told"
    may_be = [one for one in own if channel in ("", one.channel) or one.channel is None]
    doubtful = any(one.status != "bounced" and (not usable(one.sent) or one.sent < at) for one in may_be)  # type: ignore[operator]
    return "untold" if registered and not doubtful else "unsure"


def _registered(person: Person, at: datetime) -> bool | None:
    """None where nobody can tell."""
    gone = person.left is not None and person.left != EPOCH and person.left <= at
    if gone:
        return False
    if not usable(person.created):
        return None
    if person.created is not None and person.created >= at:
        return False
    return None if person.left == EPOCH else True
