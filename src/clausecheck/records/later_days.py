"""A column's day, so many days or months later, worked out in the database as `Period.after` does (rigour 8)."""

from typing import Any

from sqlalchemy import ColumnElement, Date, String, cast, func, text

from clausecheck.periods import Period

Expression = ColumnElement[Any]


def later_day(day: Expression, period: Period, dialect: str) -> Expression:
    """`day` is a `Moment.day` of this database, and so is the result. A day that a month lacks is its last one."""
    months, days = period.months, period.days
    if dialect == "sqlite":
        return func.date(_clamped(day, months), f"+{days} days", type_=String())
    if dialect in {"mysql", "mariadb"}:
        later = func.timestampadd(text("MONTH"), months, day)
        return cast(func.timestampadd(text("DAY"), days, later), Date())
    if dialect == "duckdb":
        return cast(day + func.to_months(months) + func.to_days(days), Date())
    return cast(day + func.make_interval(0, months, 0, days), Date())


def _clamped(day: Expression, months: int) -> Expression:
    """SQLite runs over into the next month: the earlier of that and the end of the month that was meant."""
    end = func.date(day, "start of month", f"+{months + 1} months", "-1 day")
    return func.min(func.date(day, f"+{months} months"), end, type_=String())
