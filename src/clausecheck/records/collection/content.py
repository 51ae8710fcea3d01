"""What the text of a table's columns holds: how many values of each kind of data, never the values.

Every row is read, in batches. JSON is read by its keys and its values, nested as it comes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, cast, func, select, type_coerce, types

from clausecheck.records.collection.naming import kind_named
from clausecheck.records.collection.recognising import kinds_in

BATCH_ROWS = 5_000
_CARD, _CARD_LENGTHS = {"payment_cards"}, range(13, 20)
_NO_TEXT = (
    types.Integer, types.Numeric, types.Date, types.DateTime, types.Time, types.Boolean, types.LargeBinary,
    types.Interval, types.Uuid,
)  # fmt: skip


def may_hold_text(column: ColumnElement[Any], dialect: str) -> bool:
    """Whether a column's type lets it hold text or JSON. SQLite's column types bind nobody."""
    return dialect == "sqlite" or not isinstance(column.type, _NO_TEXT)


def counted(connection: Connection, table: Table, columns: list[str], region: str) -> Mapping[str, Counter[str]]:
    """Column to kind of data to the number of values that hold it, over every row."""
    found = {name: _Held(region) for name in columns}
    chosen = [_as_text(table.c[name], connection.dialect.name).label(f"c{place}") for place, name in enumerate(columns)]
    result = connection.execute(select(*chosen).select_from(table))
    for batch in result.partitions(BATCH_ROWS):
        for name, values in zip(columns, zip(*batch, strict=True), strict=True):
            found[name].add(values)
    return {name: held.counted() for name, held in found.items()}


class _Held:
    """What one column holds so far.

    Sixteen digits pass a card's checksum by chance: where a column holds random tokens, those without a letter among
    them are tokens too. So bare digits count as cards only where tokens with letters, of that length, are no more.
    """

    def __init__(self, region: str) -> None:
        self._region = region
        self._kinds: Counter[str] = Counter()
        self._cards: Counter[int] = Counter()
        self._tokens: Counter[int] = Counter()

    def add(self, values: Iterable[object]) -> None:
        """One batch of values; what is stored many times is looked at once."""
        for value, times in Counter(value for value in values if isinstance(value, str)).items():
            kinds = _kinds(value, self._region) if value else set()
            if kinds == _CARD and value.isdigit():
                self._cards[len(value)] += times
            else:
                self._kinds.update(dict.fromkeys(kinds, times))
                if len(value) in _CARD_LENGTHS and value.isalnum() and not value.isdigit():
                    self._tokens[len(value)] += times

    def counted(self) -> Counter[str]:
        cards = sum(count for length, count in self._cards.items() if count > self._tokens[length])
        return self._kinds + Counter({"payment_cards": cards})


def _as_text(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    if isinstance(column.type, types.String) or dialect == "sqlite":
        return type_coerce(column, types.String())
    if dialect == "duckdb" and not isinstance(column.type, types.NullType | types.JSON):
        return cast(func.to_json(column), types.String())
    return cast(column, types.Text() if dialect == "postgresql" else types.String())


def _kinds(value: str, region: str) -> set[str]:
    if value[0] in "{[":
        try:
            return set(_within(json.loads(value), region))
        except (ValueError, RecursionError):
            pass  # text that only begins like JSON
    return set(kinds_in(value, region))


def _within(value: Any, region: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from kinds_in(key, region) if key else ()
            if inner not in (None, "", False, True, [], {}) and (kind := kind_named(key)):
                yield kind
            yield from _within(inner, region)
    elif isinstance(value, list):
        for inner in value:
            yield from _within(inner, region)
    elif isinstance(value, str) and value:
        yield from _kinds(value, region)
