"""The rows of a cookie policy's tables: which names each declares, what for and how long."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from clausecheck.audit.tracking.durations import duration
from clausecheck.facts import CookieEntry, Page

_NAME: Final = re.compile(r"\b(?:names?|cookies?|keys?|identifiers?)\b", re.IGNORECASE)
_PURPOSE: Final = re.compile(
    r"\b(?:purposes?|descriptions?|what for|why|used? for|function|what (?:it|they) do(?:es)?)\b", re.IGNORECASE
)
_DURATION: Final = re.compile(
    r"\b(?:durations?|expir\w+|lifetimes?|lifespans?|retention|lasts?|how long|storage period|max(?:imum)?[- ]age"
    r"|stored for|kept(?: for)?)\b",
    re.IGNORECASE,
)
_WILD: Final = re.compile(r"\*|#+|<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|X{3,}")
_LETTERS: Final = 2
"""What a pattern has to say at the least; `*` alone would declare everything."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: `names` may have patterns."""

    names: tuple[str, ...]
    entry: CookieEntry

    def declares(self, name: str) -> bool:
        return any(one == name or _matches(one, name) for one in self.names)


def rows_of(page: Page) -> list[Row]:
    """The rows of every table whose heading has a column of names and one of purposes or durations."""
    return [row for table in page.tables for row in _rows(table)]


def _rows(table: Sequence[Sequence[str]]) -> Iterator[Row]:
    heading = table[0] if table else ()
    purpose, lasting = _column(heading, _PURPOSE), _column(heading, _DURATION)
    name = _column(heading, _NAME, but=(purpose, lasting))
    if name is None or (purpose is None and lasting is None):
        return
    for cells in table[1:]:
        said = _cell(cells, lasting)
        told = duration(said)
        yield Row(
            names=_names(_cell(cells, name)),
            entry=CookieEntry(
                purpose=_cell(cells, purpose), duration=said, lasts=told.longest, with_session=told.with_session,
                without_end=told.without_end,
            ),
        )  # fmt: skip


def _column(heading: Sequence[str], of: re.Pattern[str], but: Sequence[int | None] = ()) -> int | None:
    return next((place for place, words in enumerate(heading) if place not in but and of.search(words)), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _names(cell: str) -> tuple[str, ...]:
    """The whole cell, and each of its words: several names may stand in one."""
    words = (word.strip("\"'`()“”„,;:") for word in re.split(r"[\s,;]+", cell))
    return tuple(filter(None, dict.fromkeys((cell, *words))))


def _matches(pattern: str, name: str) -> bool:
    parts = _WILD.split(pattern)
    if len(parts) == 1 or len("".join(parts)) < _LETTERS:
        return False
    return re.fullmatch(".+".join(map(re.escape, parts)), name) is not None
