"""Typed columns as moments: a day, an instant with its zone, a timestamp without one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    or_,
    text,
)

from clausecheck.records.moments.calendar import EPOCH, EPOCH_OVER, FIRST, NEVER, Zones, offsets

Expression = ColumnElement[Any]
Condition = ColumnElement[bool]

_MARIADB = ("mysql", "mariadb")
_TICK = timedelta(microseconds=1)


class Moment(Protocol):
    """What a question asks of a column that tells time. Each condition is NULL or false where the column is NULL,
    except `undecidable`, which is never NULL.
    """

    @property
    def absent(self) -> Condition:
        """The column is NULL."""
        ...

    @property
    def undecidable(self) -> Condition:
        """NULL, on 1970-01-01 UTC, in year 9999 or later, or not a date at all (rigour 6)."""
        ...

    @property
    def absurd(self) -> Condition:
        """As `undecidable`, but for NULL, where it is NULL or false."""
        ...

    def before_day(self, day: date) -> Condition:
        """It falls on a day of the policy's calendar earlier than `day`."""
        ...

    def usably_before_day(self, day: date) -> Condition:
        """As `before_day`, and decidable: written so that a database has little to compare."""
        ...

    def after(self, moment: datetime) -> Condition:
        """It is strictly later than `moment` (aware)."""
        ...

    def usably_after(self, moment: datetime) -> Condition:
        """As `after`, and decidable. `moment` lies after 1970."""
        ...

    @property
    def instant(self) -> Expression:
        """The moment itself, comparable with every other `instant` of the same database."""
        ...

    @property
    def day(self) -> Expression:
        """The policy's calendar day, comparable with every other `day` of the same database."""
        ...


@dataclass(frozen=True, eq=False)
class _Column:
    column: Expression
    dialect: str
    zones: Zones

    @property
    def absent(self) -> Condition:
        return self.column.is_(None)


class _Compared(_Column):
    """A column that is compared as it is, with bounds of its own type."""

    def _at(self, moment: datetime) -> Expression:
        raise NotImplementedError

    def _starts(self, day: date) -> Expression:
        return self._at(self.zones.start_of(day))

    @property
    def undecidable(self) -> Condition:
        return or_(self.column.is_(None), self.absurd)

    @property
    def absurd(self) -> Condition:
        # The rare bounds stand behind the common ones, as most databases stop at the first that decides.
        column = self.column
        old = and_(column < self._at(EPOCH_OVER), or_(column >= self._at(EPOCH), column < self._at(FIRST)))
        return or_(column >= self._at(NEVER), old)

    def before_day(self, day: date) -> Condition:
        return self.column < self._starts(day)

    def usably_before_day(self, day: date) -> Condition:
        column = self.column
        past = or_(column >= self._at(EPOCH_OVER), and_(column < self._at(EPOCH), column >= self._at(FIRST)))
        return and_(column < self._starts(day), past)

    def after(self, moment: datetime) -> Condition:
        return self.column > self._at(moment)

    def usably_after(self, moment: datetime) -> Condition:
        return and_(self.column > self._at(moment), self.column < self._at(NEVER))


class DayColumn(_Compared):
    """A DATE: a calendar day in the policy's time zone, never converted."""

    def _at(self, moment: datetime) -> Expression:
        fixed = moment in {EPOCH, EPOCH_OVER, NEVER, FIRST}
        return self._starts(moment.date() if fixed else self.zones.day_of(moment))

    def _starts(self, day: date) -> Expression:
        return bindparam(None, day, Date(), unique=True)

    @property
    def instant(self) -> Expression:
        return utc_of(cast(self.column, DateTime), self.dialect, self.zones.policy)

    @property
    def day(self) -> Expression:
        return self.column


class ZonedColumn(_Compared):
    """A timestamp that is an instant."""

    def _at(self, moment: datetime) -> Expression:
        return aware(moment)

    @property
    def instant(self) -> Expression:
        return self.column

    @property
    def day(self) -> Expression:
        return cast(local_of(self.column, self.dialect, self.zones.policy), Date)


class NaiveColumn(_Compared):
    """A timestamp without a zone, in the system's."""

    def _at(self, moment: datetime) -> Expression:
        return bindparam(None, self.zones.naive(moment), DateTime(), unique=True)

    def after(self, moment: datetime) -> Condition:
        # "From the next microsecond on", as a moment that a repeated hour shows twice has no local time of its own.
        return self.column >= self._at(moment + _TICK)

    def usably_after(self, moment: datetime) -> Condition:
        return and_(self.after(moment), self.column < self._at(NEVER))

    @property
    def instant(self) -> Expression:
        return utc_of(self.column, self.dialect, self.zones.system)

    @property
    def day(self) -> Expression:
        return cast(local_of(self.instant, self.dialect, self.zones.policy), Date)


def utc_of(naive: Expression, dialect: str, zone: str) -> Expression:
    """The instant of a local time in `zone`: an aware timestamp, or on MariaDB a naive one in UTC."""
    if dialect not in _MARIADB:
        return func.timezone(zone, naive, type_=DateTime(timezone=True))
    return _shifted(naive, [(since + offset, -offset) for since, offset in _changes(zone)])


def local_of(instant: Expression, dialect: str, zone: str) -> Expression:
    """The local time in `zone` of an instant."""
    if dialect not in _MARIADB:
        return func.timezone(zone, instant, type_=DateTime())
    return _shifted(instant, _changes(zone))


def _changes(zone: str) -> list[tuple[datetime, timedelta]]:
    first, *later = offsets(zone)
    return [(FIRST.replace(tzinfo=None), first[1]), *later]


def _shifted(naive: Expression, changes: list[tuple[datetime, timedelta]]) -> Expression:
    (_, first), *later = changes
    minutes: Any = literal(_minutes(first))
    if later:
        # INTERVAL counts the changes that lie behind, by a binary search over numbers such as 20251102060000.
        known: Expression = literal_column(", ".join(f"{since:%Y%m%d%H%M%S}" for since, _ in later))
        place = func.interval(cast(naive, Numeric(20, 6)), known)
        shifts: Expression = literal_column(", ".join(str(_minutes(shift)) for _, shift in changes))
        minutes = cast(func.elt(place + 1, shifts), Integer)
    return func.timestampadd(text("MINUTE"), minutes, naive, type_=DateTime())


def _minutes(shift: timedelta) -> int:
    return int(shift.total_seconds() // 60)


def aware(moment: datetime) -> Expression:
    """A moment as a bound instant."""
    return bindparam(None, moment.astimezone(UTC), DateTime(timezone=True), unique=True)
