"""Text that holds a day or a moment: ISO 8601 with its own offset (SQLite always, elsewhere where stored so)."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    text,
)
from sqlalchemy.dialects import mysql

from clausecheck.records.moments.calendar import EPOCH, EPOCH_OVER, FIRST, NEVER, Zones, second_reading
from clausecheck.records.moments.columns import Condition, Expression, _Column, aware, local_of, utc_of

_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_MONTH_DAY = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
# There is no year 0000, and no offset beyond 15 hours: a database would give up the whole statement for one of them.
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
DAY = f"({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
_TIME = "[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
OFFSET = "(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)"
IS_DAY = f"^{DAY}$"
IS_NAIVE = f"^{DAY}{_TIME}$"
IS_ZONED = f"^{DAY}{_TIME}{OFFSET}$"
_ISO = re.compile(f"{DAY}({_TIME}{OFFSET}?)?", re.ASCII)
NO_END = "^9999-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?$"
"""A day or local time in year 9999 tells no end, whatever the zone makes of it."""


@dataclass(frozen=True, eq=False)
class TextColumn(_Column):
    """Text as a moment. Everything goes through `instant` and `day`, which are NULL where the text is no date.

    They are long, and stand in a statement many times: as one object, each is written once.
    """

    @cached_property
    def undecidable(self) -> Condition:
        if self.dialect == "sqlite":
            # One call instead of six: there each of them is a call of ours.
            told = func.clausecheck_undecidable(self.column, self.zones.system, self.zones.policy, type_=Integer())
            return told == 1
        at = self.instant
        epoch = and_(at >= self._bound(EPOCH), at < self._bound(EPOCH_OVER), not_(self._written("1970-01-02")))
        epoch = or_(epoch, self._written("1970-01-01"))
        return or_(at.is_(None), epoch, at >= self._bound(NEVER), at < self._bound(FIRST))

    @property
    def absurd(self) -> Condition:
        return and_(self.column.is_not(None), self.undecidable)

    def usably_after(self, moment: datetime) -> Condition:
        return and_(self.after(moment), not_(self.undecidable))

    def _written(self, day: str) -> Condition:
        """It is this very day: its first moment may lie on another day of UTC."""
        if isinstance(self.column.type, String) or self.dialect == "sqlite":
            return func.coalesce(self.column == bindparam(None, day, String(), unique=True), false())
        return false()

    def before_day(self, day: date) -> Condition:
        return self.instant < self._bound(self.zones.start_of(day))

    def usably_before_day(self, day: date) -> Condition:
        return and_(self.before_day(day), not_(self.undecidable))

    def after(self, moment: datetime) -> Condition:
        return self.instant > self._bound(moment)

    @cached_property
    def instant(self) -> Expression:
        if self.dialect == "sqlite":
            return func.clausecheck_instant(self.column, self.zones.system, self.zones.policy, type_=String())
        if self.dialect in {"mysql", "mariadb"}:
            return _mariadb_instant(self)
        no_end, is_day, is_naive, is_zoned = (
            func.regexp_matches(self.column, pattern) if self.dialect == "duckdb" else self.column.regexp_match(pattern)
            for pattern in (NO_END, IS_DAY, IS_NAIVE, IS_ZONED)
        )
        return case(
            (no_end, self._bound(NEVER)),
            (is_day, utc_of(cast(self.column, DateTime), self.dialect, self.zones.policy)),
            (is_naive, utc_of(cast(self.column, DateTime), self.dialect, self.zones.system)),
            (is_zoned, cast(self._with_seconds, DateTime(timezone=True))),
            else_=null(),
        )

    @property
    def _with_seconds(self) -> Expression:
        """DuckDB gives up a statement over an offset that follows the minutes."""
        if self.dialect != "duckdb":
            return self.column
        return func.regexp_replace(self.column, "^(.{16})([Z+-])", "\\1:00\\2", type_=String())

    @cached_property
    def day(self) -> Expression:
        if self.dialect == "sqlite":
            return func.clausecheck_day(self.column, self.zones.system, self.zones.policy, type_=String())
        return cast(local_of(self.instant, self.dialect, self.zones.policy), Date)

    def _bound(self, moment: datetime) -> Expression:
        if self.dialect == "sqlite":
            return literal(canonical(moment))
        if self.dialect in {"mysql", "mariadb"}:
            return bindparam(None, moment.astimezone(UTC).replace(tzinfo=None), DateTime(), unique=True)
        return aware(moment)


_OFFSET_AT_END = "[+-][0-9]{2}(:?[0-9]{2})?$"
_MARIADB_DATETIME = mysql.DATETIME(fsp=6)


def _mariadb_instant(self: TextColumn) -> Expression:
    # The collation must not make "t" of "T", nor may a line's end pass for the text's.
    no_end, is_day, is_naive, is_zoned = (
        self.column.regexp_match(f"(?-i){pattern.removesuffix('$')}\\z")
        for pattern in (NO_END, IS_DAY, IS_NAIVE, IS_ZONED)
    )
    column = func.replace(func.replace(self.column, "T", " "), "Z", "+00")
    offset = func.replace(func.regexp_substr(column, _OFFSET_AT_END), ":", "")
    hours, minutes = func.substr(offset, 2, 2), func.substr(offset, 4, 2)
    shift = cast(hours, Integer) * 60 + cast(minutes, Integer)
    signed = case((func.left(offset, 1) == "-", shift), else_=-shift)
    typed = cast(column, _MARIADB_DATETIME)
    shown = cast(func.regexp_replace(column, _OFFSET_AT_END, ""), _MARIADB_DATETIME)
    return case(
        # A bound moment is text there, and so would be the whole.
        (no_end, cast(self._bound(NEVER), _MARIADB_DATETIME)),
        (is_day, utc_of(typed, self.dialect, self.zones.policy)),
        (is_naive, utc_of(typed, self.dialect, self.zones.system)),
        (is_zoned, func.timestampadd(text("MINUTE"), signed, shown, type_=DateTime())),
        else_=null(),
    )


def canonical(moment: datetime) -> str:
    """A moment as the text that SQLite compares: UTC, microseconds, fixed width."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")


REMEMBERED = 65_536
"""Values whose reading is remembered: some 20 MB. Many questions are about the same rows."""


def teach_sqlite(connection: Connection) -> None:
    """Give SQLite the functions that read text as moments; it has no zones of its own."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.create_function("clausecheck_instant", 3, _instant, deterministic=True)
        raw.create_function("clausecheck_day", 3, _day_text, deterministic=True)
        raw.create_function("clausecheck_undecidable", 3, _undecidable, deterministic=True)


@lru_cache(maxsize=REMEMBERED)
def _instant(value: object, system: str, policy: str) -> str | None:
    moment = _parsed(value, system, policy)
    return canonical(moment) if moment else None


@lru_cache(maxsize=REMEMBERED)
def _day_text(value: object, system: str, policy: str) -> str | None:
    moment = _parsed(value, system, policy)
    return Zones(policy).day_of(moment).isoformat() if moment else None


@lru_cache(maxsize=REMEMBERED)
def _undecidable(value: object, system: str, policy: str) -> int:
    """1 for what is no date, or one that decides nothing, as `TextColumn.undecidable` has it elsewhere; else 0."""
    at = _parsed(value, system, policy)
    if at is None or at >= NEVER or at < FIRST or value == "1970-01-01":
        return 1
    return int(EPOCH <= at < EPOCH_OVER and value != "1970-01-02")


@lru_cache(maxsize=1024)
def _parsed(value: object, system: str, policy: str) -> datetime | None:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None and moment.year == NEVER.year:
        return NEVER
    if moment.tzinfo is None and len(value) == len("2024-03-15"):
        moment = moment.replace(tzinfo=ZoneInfo(policy))
    try:
        return moment.astimezone(UTC) if moment.tzinfo else second_reading(moment, system)
    except OverflowError:
        return NEVER if moment.year > 1 else datetime.min.replace(tzinfo=UTC)
