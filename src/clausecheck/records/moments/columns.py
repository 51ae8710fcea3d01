"""Typed columns as moments: a day, an instant with its zone, a timestamp without one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Date, DateTime, bindparam, case, cast, func, literal, or_, text

from clausecheck.records.moments.calendar import EPOCH, EPOCH_OVER, FIRST, NEVER, Zones, offsets

Expression = ColumnElement[Any]
Condition = ColumnElement[bool]

_MARIADB = ("mysql", "mariadb")


class Moment(Protocol):
    """What a question asks of a column that tells time. Each condition is NULL or false where the column is NULL,
    except `undecidable`, which is never NULL."""

    @property
    def absent(self) -> Condition:
        """The column is NULL."""
        ...

    @property
    def undecidable(self) -> Condition:
        """NULL, on 1970-01-01 UTC, in year 9999 or later, or not a date at all (rigour 6)."""
        ...

    def before_day(self, day: date) -> Condition:
        """It falls on a day of the policy's calendar earlier than `day`."""
        ...

    def after(self, moment: datetime) -> Condition:
        """It is strictly later than `moment` (aware)."""
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


class DayColumn(_Column):
    """A DATE: a calendar day in the policy's time zone, never converted."""

    @property
    def undecidable(self) -> Condition:
        absurd = (self.column == _day(EPOCH.date()), self.column >= _day(NEVER.date()), self.column < _day(FIRST.date()))
        return or_(self.column.is_(None), *absurd)

    def before_day(self, day: date) -> Condition:
        return self.column < _day(day)

    def after(self, moment: datetime) -> Condition:
        return self.column > _day(self.zones.day_of(moment))

    @property
    def instant(self) -> Expression:
        return utc_of(cast(self.column, DateTime), self.dialect, self.zones.policy)

    @property
    def day(self) -> Expression:
        return self.column


class ZonedColumn(_Column):
    """A timestamp that is an instant."""

    @property
    def undecidable(self) -> Condition:
        column = self.column
        epoch = (column >= _at(EPOCH)) & (column < _at(EPOCH_OVER))
        return or_(column.is_(None), epoch, column >= _at(NEVER), column < _at(FIRST))

    def before_day(self, day: date) -> Condition:
        return self.column < _at(self.zones.start_of(day))

    def after(self, moment: datetime) -> Condition:
        return self.column > _at(moment)

    @property
    def instant(self) -> Expression:
        return self.column

    @property
    def day(self) -> Expression:
        return cast(local_of(self.column, self.dialect, self.zones.policy), Date)


class NaiveColumn(_Column):
    """A timestamp without a zone, in the system's."""

    def _naive(self, moment: datetime) -> Expression:
        return bindparam(None, self.zones.naive(moment), DateTime(), unique=True)

    @property
    def undecidable(self) -> Condition:
        column = self.column
        epoch = (column >= self._naive(EPOCH)) & (column < self._naive(EPOCH_OVER))
        return or_(column.is_(None), epoch, column >= self._naive(NEVER), column < self._naive(FIRST))

    def before_day(self, day: date) -> Condition:
        return self.column < self._naive(self.zones.start_of(day))

    def after(self, moment: datetime) -> Condition:
        return self.column > self._naive(moment)

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
    return [(datetime(1, 1, 3), first[1]), *later]  # noqa: DTZ001 - naive UTC on purpose


def _shifted(naive: Expression, changes: list[tuple[datetime, timedelta]]) -> Expression:
    *later, first = reversed(changes)
    if not later:
        minutes: Any = literal(_minutes(first[1]))
    else:
        minutes = case(*((naive >= since, _minutes(shift)) for since, shift in later), else_=_minutes(first[1]))
    return func.timestampadd(text("MINUTE"), minutes, naive, type_=DateTime())


def _minutes(shift: timedelta) -> int:
    return int(shift.total_seconds() // 60)


def _day(day: date) -> Expression:
    return bindparam(None, day, Date(), unique=True)


def _at(moment: datetime) -> Expression:
    return bindparam(None, moment.astimezone(UTC), DateTime(timezone=True), unique=True)
