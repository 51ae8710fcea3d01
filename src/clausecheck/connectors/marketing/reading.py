"""Reading a provider's tables over HTTPS: those that the target asks for, each of them whole or not at all."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

from clausecheck.connectors.https.answers import mapping, mappings
from clausecheck.connectors.https.api import Api
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.protocol import Missing
from clausecheck.targets.model import System

MOST_PAGES = 10_000
MOST_TIME_LIMITS = 10
"""How many of the system's time limits one table may take, all of its pages together."""
NAMES = ("suppressions", "sends")
_T = TypeVar("_T")


def wanted(system: System) -> tuple[str, ...]:
    """The tables that the target asks for: reading one may take a right, or a time, that nobody needs for the other."""
    named = system.settings.get("tables")
    return tuple(map(str, named)) if isinstance(named, list | tuple) else NAMES


def table(system: System, name: str, read: Callable[[], Iterable[_T]]) -> tuple[_T, ...] | Missing:
    """Every row of a table; `Missing` where one page of it did not come, and where the target does not ask for it."""
    if name not in wanted(system):
        return Missing(why="the system's `tables` does not name it", remedy=f"add {name} to `tables` of {system.name}")
    try:
        return tuple(read())
    except Unanswered as failure:
        return Missing(why=failure.why, remedy=failure.remedy)


class Pages:
    """The pages of one table's listings, which together end in time."""

    def __init__(self, api: Api, needs: str) -> None:
        self._api, self._needs = api, needs
        self._until = time.monotonic() + api.system.time_limit * MOST_TIME_LIMITS
        self._count = 0

    def get(self, path: str, **terms: Any) -> Any:
        """One answer; `Unanswered` where it does not come, and once the table has taken too long."""
        if self._count >= MOST_PAGES or time.monotonic() > self._until:
            raise Unanswered(f"it was not read to its end after {self._count:,} answers", "raise the time_limit")
        self._count += 1
        return self._api.get(path, needs=self._needs, **terms)

    def until_total(self, path: str, key: str, size: int, **terms: Any) -> Iterator[Mapping[str, Any]]:
        """Every entry of a listing that tells how many there are, as Mailchimp's do."""
        seen, total = 0, 1
        before: list[Mapping[str, Any]] = [{}]
        while seen < total:
            answer = mapping(self.get(path, count=size, offset=seen, **terms))
            items, total = mappings(answer.get(key)), _total(answer)
            if items == before or (not items and seen < total):
                raise Unanswered(f"its listing broke off after {seen:,} of {total:,} entries")
            yield from items
            seen += len(items)
            before = items

    def until_empty(self, path: str, size: int) -> Iterator[Mapping[str, Any]]:
        """Every entry of a listing that does not tell how many there are, as SendGrid's: until a page is empty. Its
        offsets have to be multiples of the page's size, so that a page of another size, which is not the last, loses
        or repeats entries.
        """
        before: list[Mapping[str, Any]] = []
        for offset in count(0, size):
            items = mappings(self.get(path, limit=size, offset=offset))
            if not items:
                return
            if items == before:
                raise Unanswered("its pages do not end", "repair the provider's paging")
            if len(items) > size or 0 < len(before) < size:
                raise Unanswered(f"its pages do not hold the {size:,} entries that were asked for")
            yield from items
            before = items


def _total(answer: Mapping[str, Any]) -> int:
    total = answer.get("total_items")
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise Unanswered("its listing does not tell how many entries there are")
    return total


def named(settings: Mapping[str, object], key: str) -> frozenset[str]:
    """The names that a list of the target's settings holds."""
    found = settings.get(key)
    return frozenset(map(str, found)) if isinstance(found, Sequence) and not isinstance(found, str) else frozenset()
