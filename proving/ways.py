"""The ways in which a dataset breaks, each as the tables that it makes of one.

| way | what happens |
|---|---|
| hide | the table is gone; what is there has nothing to do with it |
| empty | the table holds no row |
| column | the column of one role is gone |
| deny | the role that the audit signs in with may not read the table |
| null, past, future | a date is NULL everywhere, or lies `FAR` years before or behind |
| shift | a date lies a day earlier, or a day later |
| drop | one row is gone: a hold, a consent event, an entry of a register |
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from fixtures.worlds import planted
from fixtures.worlds.typed import typed

Row = Mapping[str, Any]
FAR = 60
"""Years: farther than any period of a policy."""
_READS = (date.fromisoformat, datetime.fromisoformat)


def emptied(table: Any) -> dict[str, Any]:
    """The table without a row."""
    return {"rows": [], "columns": columns_of(table)}


def denied(table: Any) -> dict[str, Any]:
    """The table as it is, kept from the audit's role; PostgreSQL can do that for one table."""
    return {"rows": rows_of(table), "columns": columns_of(table), "denied": True}


def without_column(table: Any, column: str) -> dict[str, Any]:
    """The table without this column."""
    rows = [{name: value for name, value in row.items() if name != column} for row in rows_of(table)]
    kept = {name: kind for name, kind in columns_of(table).items() if name != column}
    return {"rows": rows, "columns": kept}


def dropped(table: Any) -> Iterator[dict[str, Any]]:
    """The table without one of its rows, for each of them; the last one stays, for without it the table is empty."""
    rows = rows_of(table)
    for number in range(len(rows) if len(rows) > 1 else 0):
        yield {"rows": [*rows[:number], *rows[number + 1 :]], "columns": columns_of(table)}


def moved(table: Any, column: str, way: str) -> Iterator[dict[str, Any]]:
    """The table with every date of this column changed; for `shift` both ways."""
    for change in _CHANGES[way]:
        rows = [{**row, column: change(row.get(column))} for row in rows_of(table)]
        yield {"rows": rows, "columns": columns_of(table)}


def is_dated(table: Any, column: str) -> bool:
    """Whether any value of this column is a date or a moment."""
    return any(_by_years(row.get(column), 1) != row.get(column) for row in rows_of(table))


def rows_of(table: Any) -> Sequence[Row]:
    """The rows of a world's table, whichever of its two forms it has."""
    rows: Sequence[Row] = table if isinstance(table, list) else table["rows"]
    return rows


def columns_of(table: Any) -> dict[str, str]:
    """The types of its columns, as they were before anything was changed."""
    return {name: kind for name, kind in typed(table).columns.items() if name != planted.COLUMN}


def _by_years(value: Any, years: int) -> Any:
    """So many years later, 28 February for the 29th; anything but a date as it is."""

    def later(moment: Any) -> Any:
        day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
        return moment.replace(year=min(max(moment.year + years, 1900), 2900), day=day)

    return _changed(value, later)


def _by_days(value: Any, days: int) -> Any:
    def later(moment: Any) -> Any:
        return moment + timedelta(days=days) if 1 < moment.year < 9999 else moment

    return _changed(value, later)


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, date):
        return change(value)
    if not isinstance(value, str) or not value[:4].isdigit():
        return value
    for reads in _READS:
        try:
            return change(reads(value)).isoformat()
        except ValueError:
            continue
    return value


_CHANGES: Mapping[str, Sequence[Callable[[Any], Any]]] = {
    "null": (lambda _value: None,),
    "past": (lambda value: _by_years(value, -FAR),),
    "future": (lambda value: _by_years(value, FAR),),
    "shift": (lambda value: _by_days(value, -1), lambda value: _by_days(value, 1)),
}
MOVES = tuple(_CHANGES)
