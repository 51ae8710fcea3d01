"""From a day to a later one, worked out once in Python for a span of days, for SQL to look up.

A read-only statement can bring no table along, and holidays follow no formula. So each rule travels as one string:
the days are numbered from the first of the span, and at a day's place in the string stands how many days lead on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, func, literal

from clausecheck.periods import Period
from clausecheck.records.requests.working_days import calendar

Expression = ColumnElement[Any]
WAIT = 2
"""Digits: nowhere are a hundred days off in a row."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days from `first`, which has the number 0, to the last."""

    first: date
    last: date

    def number(self, day: date) -> int:
        return (day - self.first).days

    @property
    def years(self) -> tuple[int, int]:
        """Those of the calendars, with one more for what lies beyond the last day."""
        return self.first.year, self.last.year + 1

    def rule(self, onward: Callable[[date], date]) -> "Steps":
        """The rule that leads each day of the span to `onward` of it."""
        days = (self.first + timedelta(days=number) for number in range(self.number(self.last) + 1))
        moves = [(onward(day) - day).days for day in days]
        least = min(moves)
        width = len(str(max(moves) - least))
        return Steps(least=least, width=width, text="".join(f"{move - least:0{width}}" for move in moves))

    def after(self, period: Period) -> "Steps":
        """A calendar period later (rigour 8)."""
        return self.rule(period.after)

    def to_working_day(self, jurisdiction: str) -> str:
        """The text of the rule that leads on to a working day, in `WAIT` digits a day."""
        known = calendar(jurisdiction, self.years)
        days = (self.first + timedelta(days=number) for number in range(self.number(self.last) + 1))
        return "".join(f"{(known.from_day(day) - day).days:0{WAIT}}" for day in days)

    def business_days_later(self, number: int, jurisdiction: str) -> "Steps":
        known = calendar(jurisdiction, self.years)
        return self.rule(lambda day: known.later(day, number))


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How many days lead on: `least`, and what stands at the day's place in `text`, `width` digits a day."""

    least: int
    width: int
    text: str

    def from_number(self, number: Expression) -> Expression:
        """The number of the day that the rule leads to; NULL stays NULL."""
        if set(self.text) == {"0"}:
            return number + self.least
        return moved(number + self.least, number, literal(self.text, String), self.width, len(self.text) // self.width)


def moved(number: Expression, place: Expression, text: Expression, width: int, days: int) -> Expression:
    """A day's number, later by what stands in the text at a day's place; beyond the text it stays where it is."""
    digits = func.substr(text, cast(place * width + 1, Integer), width)
    return number + case((and_(place >= 0, place < days), cast(digits, Integer)), else_=0)
