"""Columns that tell a day or a moment, whatever the database stores them as (rigour 6 and 8).

A DATE is a calendar day in the policy's time zone and never converted; as a moment it is that day's start. A
timestamp without a zone is in the system's zone, UTC unless the target says otherwise. Text is read as ISO 8601
with its own offset; what does not parse is undecidable.
"""

from sqlalchemy import ColumnElement, Connection, types

from clausecheck.errors import CannotVerify
from clausecheck.records.moments.bounds import instant_at
from clausecheck.records.moments.calendar import FIRST, NEVER, Zones
from clausecheck.records.moments.columns import DayColumn, Moment, NaiveColumn, ZonedColumn
from clausecheck.records.moments.text import TextColumn

__all__ = ["FIRST", "NEVER", "Moment", "Zones", "instant_at", "moment_of"]


def moment_of(connection: Connection, column: ColumnElement[object], *, zones: Zones, named: str) -> Moment:
    """The moment that this column tells. `named` is "table.column", for the reason where it tells none."""
    dialect = connection.dialect.name
    kind = column.type
    if dialect == "sqlite" or isinstance(kind, types.String | types.NullType):
        return TextColumn(column, dialect, zones)
    if isinstance(kind, types.Date):
        return DayColumn(column, dialect, zones)
    if isinstance(kind, types.DateTime):
        # MariaDB's TIMESTAMP is an instant that the session, set to UTC, shows without its zone.
        utc_shown_naive = dialect in {"mysql", "mariadb"} and isinstance(kind, types.TIMESTAMP)
        if utc_shown_naive:
            return NaiveColumn(column, dialect, zones.of_system("UTC"))
        return (ZonedColumn if kind.timezone else NaiveColumn)(column, dialect, zones)
    raise CannotVerify(
        f"{named} is of type {kind!s}, which tells no day or moment",
        tried="reading the column's type",
        remedy=f"map a DATE or TIMESTAMP column, or a view that turns {named} into one",
    )
