"""Which days nobody works, by the jurisdiction that a register names: its weekend and its public holidays.

The holidays are those of the library `holidays`, which needs no network and is imported when a jurisdiction is first
asked for. A jurisdiction that cannot be told has a weekend of Saturday and Sunday, and no holidays: rigour 25 gives
the month, and nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_WEEKEND = frozenset({5, 6})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The days off between two years."""

    weekend: frozenset[int] = _WEEKEND
    holidays: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        return day.weekday() in self.weekend or day in self.holidays

    def from_day(self, day: date) -> date:
        """This day, or the next working day where it is off."""
        while self.is_off(day):
            day += _ONE_DAY
        return day

    def later(self, day: date, number: int) -> date:
        """The `number`-th working day after this one, which itself does not count."""
        for _ in range(number):
            day = self.from_day(day + _ONE_DAY)
        return day


def is_known(jurisdiction: str) -> bool:
    return bool(_codes(jurisdiction))


def is_same(one: str, other: str) -> bool:
    """Whether two words name the same jurisdiction: `US-CA` is `california`."""
    return one == other or (is_known(one) and _codes(one) == _codes(other))


@cache
def calendar(jurisdiction: str, years: tuple[int, int]) -> Calendar:
    """The calendar of `germany`, `DE`, `us-ca` or `california`, from the first to the last of these years."""
    codes = _codes(jurisdiction)
    if not codes:
        return Calendar()
    from holidays import country_holidays

    country, part = codes
    told: HolidayBase = country_holidays(country, subdiv=part or None, years=range(years[0], years[1] + 1))
    return Calendar(weekend=frozenset(told.weekend), holidays=frozenset(told))


@cache
def _codes(jurisdiction: str) -> tuple[str, ...]:
    """ISO 3166: the country and its part, "" for all of it; nothing where the words tell none, or two of them."""
    name = "_".join(jurisdiction.lower().replace("-", " ").replace("_", " ").split())
    found = _countries().get(name, set()) | ({("US", _states()[name])} if name in _states() else set())
    country, _, part = name.partition("_")
    if not found and part and len(country) == 2 and country in _countries():
        found = {(code, part.upper()) for code, _ in _countries()[country] if part.upper() in _parts(code)}
    return found.pop() if len(found) == 1 else ()


@cache
def _countries() -> dict[str, set[tuple[str, str]]]:
    from holidays.registry import COUNTRIES

    named: dict[str, set[tuple[str, str]]] = {}
    for name, (_, short, long, *_) in COUNTRIES.items():
        for word in (name, short.lower(), long.lower()):
            named.setdefault(word, set()).add((short, ""))
    return named


@cache
def _states() -> dict[str, str]:
    """The states of the United States by name, as California's law is known by the state alone."""
    from holidays import country_holidays

    aliases: dict[str, str] = country_holidays("US").subdivisions_aliases
    return {name.lower().replace(" ", "_"): code for name, code in aliases.items()}


def _parts(country: str) -> Sequence[str]:
    from holidays import country_holidays

    parts: tuple[str, ...] = country_holidays(country).subdivisions
    return parts
