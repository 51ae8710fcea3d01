"""Consent at dispatch in plain Python, written from the sentences of rigour 18 to 23, not from the SQL."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.records.oracle import Setting, Told, decides, instant

ALWAYS, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
RANK = {"granted": 1, "pending": 2, "unknown": 3, "withdrawn": 4, "denied": 4}
WORDS = {1: "granted", 2: "pending", 3: "unknown", 4: "refused"}


@dataclass(frozen=True, kw_only=True)
class Event:
    subject: str | None
    purpose: str | None
    channel: str | None
    status: str | None
    effective: Told
    recorded: Told = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    subject: str | None
    channel: str | None
    reason: str | None
    since: Told
    until: Told


@dataclass(frozen=True, kw_only=True)
class Send:
    subject: str | None
    purpose: str | None
    channel: str | None
    campaign: str | None
    sent: Told


@dataclass(frozen=True, kw_only=True)
class World:
    """`recorded`, `ends`, `reasons` tell whether those roles are mapped; registers that are not mapped are None."""

    setting: Setting
    policy_date: date
    events: Sequence[Event]
    suppressions: Sequence[Entry] | None
    campaigns: Sequence[tuple[str | None, str | None]] | None
    recorded: bool
    reasons: bool

    def at(self, told: Told) -> datetime | None:
        """The instant of what decides; None otherwise."""
        return instant(told, self.setting) if decides(told, self.setting) else None

    def latest_possible(self) -> datetime:
        return max(self.setting.as_of, self._real_clock) + timedelta(hours=24)

    @property
    def _real_clock(self) -> datetime:
        return self.setting.clock if self.in_the_past else self.setting.as_of

    @property
    def in_the_past(self) -> bool:
        return self.setting.clock - self.setting.as_of > timedelta(minutes=1)


def counted(world: World, event: Event) -> tuple[datetime, str, datetime]:
    """(effective, what it says, the moment from which it counts)."""
    effective = world.at(event.effective)
    if effective is None:
        return NEVER, "unknown", ALWAYS
    if event.status != "granted":
        return effective, event.status if event.status in RANK else "unknown", effective
    if not world.recorded:
        return effective, "granted", effective
    recorded = world.at(event.recorded)
    if recorded is None or recorded > world.latest_possible():
        return effective, "unknown", effective
    return effective, "granted", max(effective, recorded)


def matching(world: World, send: Send) -> list[Event]:
    whose = (send.subject, send.purpose or "marketing", send.channel)
    return [event for event in world.events if (event.subject, event.purpose, event.channel) == whose]


def consent(world: World, send: Send, at: datetime) -> str:
    """The latest event effective by then that counts, refusals over pending over grants at equal moments."""
    told = [(effective, RANK[says]) for effective, says, since in _all(world, send) if since <= at]
    return WORDS[max(told)[1]] if told else "never"


def _all(world: World, send: Send) -> list[tuple[datetime, str, datetime]]:
    return [counted(world, event) for event in matching(world, send)]


def stood(world: World, send: Send, at: datetime) -> bool:
    """Whether a grant stood by what was written down then."""
    known = []
    for event in matching(world, send):
        effective, says, since = counted(world, event)
        if says != "unknown" and since <= at and (says == "granted" or _written(world, event, at)):
            known.append((effective, RANK[says]))
    return bool(known) and max(known)[1] == RANK["granted"]


def _written(world: World, event: Event, at: datetime) -> bool:
    if not world.recorded or event.recorded is None or isinstance(event.recorded, str):
        return True
    return instant(event.recorded, world.setting) <= at


def suppressed(world: World, send: Send, at: datetime) -> str:
    """ "yes", "no" or "unknown"."""
    told = _all(world, send)
    granted = max((effective for effective, says, since in told if says == "granted" and since <= at), default=ALWAYS)
    maybe = max((effective for effective, says, since in told if says == "unknown" and since <= at), default=ALWAYS)
    answers = {
        _stands(world, entry, at, granted, maybe)
        for entry in world.suppressions or ()
        if entry.subject == send.subject and entry.channel in (None, send.channel)
    }
    return next((answer for answer in ("yes", "unknown") if answer in answers), "no")


def _stands(world: World, entry: Entry, at: datetime, granted: datetime, maybe: datetime) -> str:
    since, ends = world.at(entry.since), world.reasons and entry.until is not None
    no_end = isinstance(entry.until, date) and entry.until.year == 9999
    until = world.at(entry.until)
    doubtful = ends and (
        entry.reason not in ("opt_out", "complaint", "bounce")
        or (entry.reason == "bounce" and until is None and not no_end)
    )
    over = ends and entry.reason == "bounce" and until is not None and at >= until
    if over:
        return "no"  # whenever it began
    if since is None or doubtful:
        return "unknown" if since is None or since <= at else "no"
    if since > at or granted > since:
        return "no"
    return "unknown" if maybe > since else "yes"


def verdicts(world: World, send: Send) -> dict[str, set[str]]:
    """For each obligation the classes and counts that this send belongs to."""
    sent = world.at(send.sent)
    reason = _reason(world, send, sent)
    day_before = sent is not None and sent < instant(world.policy_date, world.setting)
    if reason.startswith("excluded"):
        return {"opt_out": {"excluded"}, "consent": {"excluded"}}
    if reason and not day_before:
        return {"opt_out": {"undecidable"}, "consent": {"undecidable"}}
    state = {"opt_out": set(), "consent": set()} if reason else _judged(world, send, sent)
    if day_before:
        return {name: {"excluded"} | ({"before_policy"} if "found" in said else set()) for name, said in state.items()}
    return state


def _reason(world: World, send: Send, sent: datetime | None) -> str:
    classes = {kind for key, kind in world.campaigns or () if key is not None and key == send.campaign}
    if classes and classes <= {"service", "transactional"}:
        return "excluded as service"
    if sent is not None and world.in_the_past and world.setting.as_of < sent <= world.latest_possible():
        return "excluded as later"
    if sent is None or sent > world.latest_possible() or send.subject is None or send.channel is None:
        return "undecidable"
    return "undecidable" if world.campaigns is not None and classes != {"marketing"} else ""


def _judged(world: World, send: Send, sent: datetime | None) -> dict[str, set[str]]:
    assert sent is not None
    said, stopped = consent(world, send, sent), suppressed(world, send, sent)
    opted_out = said == "refused" or stopped == "yes"
    untold = said == "unknown" or stopped == "unknown"
    late = set()
    if world.recorded:
        late = {"as_known_then" if stopped == "yes" or not stood(world, send, sent) else "late_withdrawal"}
    found = {"found", *late} | ({"suppressed"} if stopped == "yes" else set())
    opt_out = found if opted_out else {"undecidable"} if untold else set()
    if opted_out:
        return {"opt_out": opt_out, "consent": found | {"after_opt_out"}}
    if said in ("never", "pending"):
        return {"opt_out": opt_out, "consent": found | {"never_consented" if said == "never" else "pending"}}
    return {"opt_out": opt_out, "consent": {"undecidable"} if untold else set()}


def totals(world: World, sends: Sequence[Send]) -> dict[str, dict[str, int]]:
    """For each obligation the number of sends in each class and count, zeros left out."""
    every = [verdicts(world, send) for send in sends]
    return {name: dict(Counter(word for said in every for word in said[name])) for name in ("opt_out", "consent")}
