"""Retention in plain Python, written from the sentences of rigour 6, 8, 10 and 14, not from the SQL."""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Told = date | datetime | str | None
"""What a column tells: a calendar day, an instant (aware), a local time of the system (naive), text that is no date
(a str), or nothing."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The audit: its moment, the auditing machine's clock, the policy's zone and the system's."""

    as_of: datetime
    clock: datetime
    policy: str
    system: str

    @property
    def today(self) -> date:
        return self.as_of.astimezone(ZoneInfo(self.policy)).date()


@dataclass(frozen=True, kw_only=True)
class Hold:
    key: str | None
    starts_at: Told
    released_at: Told


def instant(told: Told, setting: Setting) -> datetime:
    """The moment: of a DATE the day's start in the policy's zone; a local time that comes twice is the later one."""
    if isinstance(told, datetime):
        if told.year in {1, 9999}:
            return told.replace(tzinfo=UTC)  # at the calendar's ends a zone leads out of it, and nothing depends on it
        if told.tzinfo:
            return told.astimezone(UTC)
        zone = ZoneInfo(setting.system)
        return max(told.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    assert isinstance(told, date)
    zone = UTC if told.year in {1, 9999} else ZoneInfo(setting.policy)
    return datetime(told.year, told.month, told.day, tzinfo=zone).astimezone(UTC)


def day(told: Told, setting: Setting) -> date:
    """The calendar day in the policy's zone; a DATE is one already."""
    if isinstance(told, datetime):
        return instant(told, setting).astimezone(ZoneInfo(setting.policy)).date()
    assert isinstance(told, date)
    return told


def decides(told: Told, setting: Setting) -> bool:
    """Whether it is a date at all, and neither 1970-01-01 nor in year 9999 (rigour 6), nor the calendar's first day."""
    if told is None or isinstance(told, str) or (told.year, told.month, told.day) == (1, 1, 1):
        return False
    if not isinstance(told, datetime):
        return told != date(1970, 1, 1) and told.year != 9999
    if told.year == 9999 and told.tzinfo is None:
        return False
    try:
        at = instant(told, setting)
    except OverflowError:
        return False
    return at.date() != date(1970, 1, 1) and at.year != 9999


def plus(anchor: date, years: int, months: int, days: int) -> date:
    """Calendar addition; a day that does not exist becomes the last day of that month (rigour 8)."""
    year, month = anchor.year + years, anchor.month + months
    while month > 12:
        year, month = year + 1, month - 12
    return date(year, month, min(anchor.day, monthrange(year, month)[1])) + timedelta(days=days)


def is_overdue(told: Told, period: tuple[int, int, int], setting: Setting) -> bool:
    """From the start of the day after its due day."""
    return plus(day(told, setting), *period) < setting.today


def hold_of(named: str | None, holds: Sequence[Hold], setting: Setting) -> str:
    """ "stands", "unknown" or "" for what a record's hold does for it (rigour 14)."""
    states = {_state(hold, setting) for hold in holds if named is not None and hold.key == named}
    return next((state for state in ("stands", "unknown") if state in states), "")


def _state(hold: Hold, setting: Setting) -> str:
    def lies_ahead(told: Told) -> bool:
        return isinstance(told, date) and instant(told, setting) > setting.as_of

    if decides(hold.released_at, setting) and not lies_ahead(hold.released_at):
        return ""  # released
    if decides(hold.starts_at, setting) and lies_ahead(hold.starts_at):
        return ""  # not started
    if not decides(hold.starts_at, setting):
        return "unknown"
    not_released = hold.released_at is None or lies_ahead(hold.released_at)
    return "stands" if not_released else "unknown"


def record_class(
    anchor: Told, hold: str | None, holds: Sequence[Hold] | None, period: tuple[int, int, int], setting: Setting
) -> str:
    """ "excluded", "undecidable", "held", "overdue" or "kept". `holds` is None where the register cannot be read."""
    if not decides(anchor, setting):
        return "undecidable"
    at = instant(anchor, setting)
    in_the_past = setting.clock - setting.as_of > timedelta(minutes=1)
    if at > (setting.clock if in_the_past else setting.as_of) + timedelta(hours=24):
        return "undecidable"
    if in_the_past and at > setting.as_of:
        return "excluded"
    if not is_overdue(anchor, period, setting):
        return "kept"
    return excused(hold, holds, setting)


def excused(hold: str | None, holds: Sequence[Hold] | None, setting: Setting) -> str:
    """The class of an overdue record, by the hold that it names."""
    if holds is None:
        return "undecidable" if hold is not None else "overdue"
    return {"stands": "held", "unknown": "undecidable", "": "overdue"}[hold_of(hold, holds, setting)]


@dataclass(frozen=True, kw_only=True)
class Account:
    subject: str | None
    status: str | None
    service_end: Told
    created_at: Told
    left_at: Told
    hold: str | None


@dataclass(frozen=True, kw_only=True)
class Service:
    subject: str | None
    status: str | None
    service_end: Told


def account_class(
    account: Account,
    accounts: Sequence[Account],
    services: Sequence[Service],
    holds: Sequence[Hold],
    period: tuple[int, int, int],
    setting: Setting,
) -> str:
    """The class of an account (rigour 10), where accounts tell a status and an end of their own."""
    starts = _start(account, accounts, services, setting)
    if starts in {"active", "undecidable"}:
        return "kept" if starts == "active" else "undecidable"
    return excused(account.hold, holds, setting) if is_overdue(starts, period, setting) else "kept"


def _start(account: Account, accounts: Sequence[Account], services: Sequence[Service], setting: Setting) -> Told:
    """From when the clock runs; the words "active" where it does not, "undecidable" where nobody can tell."""
    left = account.left_at
    if left is not None and not (isinstance(left, date) and _ahead(left, setting)):
        return left if decides(left, setting) else "undecidable"
    if account.subject is None:
        return "undecidable"
    served = [one for one in (*accounts, *services) if one.subject == account.subject]
    states = [_served(one, setting) for one in served]
    if "active" in states:
        return "active"
    if "endless" in states:
        return "undecidable"
    ends = [day(one.service_end, setting) for one, state in zip(served, states, strict=True) if state == "ended"]
    if ends:
        return max(ends)
    return account.created_at if decides(account.created_at, setting) else "undecidable"


def _served(one: Account | Service, setting: Setting) -> str:
    end = one.service_end
    if one.status == "active":
        return "active"
    if one.status not in {"closed", "ended"} or not decides(end, setting):
        return "endless"
    return "active" if _ahead(end, setting) else "ended"


def _ahead(told: Told, setting: Setting) -> bool:
    try:
        return instant(told, setting) > setting.as_of
    except OverflowError:
        return True


def counted(classes: Sequence[str]) -> Mapping[str, int]:
    """How many rows fall into each class."""
    return Counter(classes)
