"""Birthdays by calendar: whose is too late for an age on a day, and which are no birthdays at all (rigour 8, 37)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, not_, or_

from clausecheck.periods import Period
from clausecheck.records.moments import Moment
from clausecheck.records.moments.days import day_after
from clausecheck.records.scan import is_true

Expression = ColumnElement[Any]

OLDEST = Period(months=12 * 120)
"""Nobody who gives data is older; such a date was filled in because a field asked for one."""

PLACEHOLDERS = (
    date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1901, 1, 1), date(1970, 1, 1),
)  # fmt: skip
"""The zeros of spreadsheets, forms and clocks."""


def is_placeholder(birth: Moment, today: date) -> Expression:
    """The date stands for "unknown"; never NULL."""
    days = (and_(birth.before_day(day + timedelta(days=1)), not_(birth.before_day(day))) for day in PLACEHOLDERS)
    return or_(*(is_true(one) for one in days), is_true(birth.before_day(OLDEST.cut_off(today))))


def born_too_late(birth: Expression, day: Expression, age: Period, dialect: str) -> Expression:
    """Whether somebody born on `birth` is younger than `age` on `day`, both days of the calendar.

    The birthday is worked out as every due day is: one that does not exist is the last day of that month.
    """
    due, now = _months(birth) + age.months, _months(day)
    not_yet = and_(_part("day", day) < _part("day", birth), _part("day", day_after(day, dialect)) > 1)
    return or_(due > now, and_(due == now, not_yet))


def _months(day: Expression) -> Expression:
    return _part("year", day) * 12 + _part("month", day)


def _part(name: str, day: Expression) -> Expression:
    return extract(name, day)
