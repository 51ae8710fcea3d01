"""Days worked out in SQL, for what no cut-off in Python can tell: another day for each row."""

from typing import Any

from sqlalchemy import ColumnElement, Date, String, func, literal

Expression = ColumnElement[Any]


def day_after(day: Expression, dialect: str) -> Expression:
    """The day after a `Moment.day`, as the database's own calendar has it; NULL for NULL."""
    if dialect == "sqlite":
        return func.date(day, "+1 day", type_=String())
    if dialect in {"mysql", "mariadb"}:
        return func.adddate(day, 1, type_=Date())
    return day.op("+")(literal(1))
