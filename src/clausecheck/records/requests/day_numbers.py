"""A moment's calendar day as a number, so that every database reckons with days in the same way."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, bindparam, case, cast, func, literal, not_, null

from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation

Expression = ColumnElement[Any]
NO_DAY = cast(null(), Integer)
"""Typed: a subquery's bare NULL is text to PostgreSQL."""


def day_number(relation: Relation, moment: Moment, first: date) -> Expression:
    """The days from `first` to the moment's day in the policy's calendar; NULL where it is not decidable."""
    # Databases refuse to reckon with their own infinities, so that these are set aside first.
    return case((not_(moment.undecidable), _between(relation.dialect, first, moment.day)), else_=null())


def _between(dialect: str, first: date, day: Expression) -> Expression:
    if dialect == "sqlite":
        return cast(func.julianday(day) - func.julianday(literal(first.isoformat(), String)), Integer)
    start = bindparam(None, first, Date(), unique=True)
    if dialect in {"mysql", "mariadb"}:
        return func.datediff(day, start, type_=Integer())
    # Cast, as the statement that the owner gets has the day written out.
    return cast(cast(day, Date).op("-", return_type=Integer())(cast(start, Date)), Integer)
