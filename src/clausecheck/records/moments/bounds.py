"""A moment of Python's as a value that a database compares with every `Moment.instant` of its own."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, bindparam, cast, literal
from sqlalchemy.dialects import mysql

from clausecheck.records.moments.columns import Expression, aware
from clausecheck.records.moments.text import canonical


def instant_at(moment: datetime, dialect: str) -> Expression:
    """The literal for an aware moment: text on SQLite, naive UTC on MariaDB, an aware timestamp elsewhere."""
    if dialect == "sqlite":
        return literal(canonical(moment))
    if dialect in {"mysql", "mariadb"}:
        bound = bindparam(None, moment.astimezone(UTC).replace(tzinfo=None), DateTime(), unique=True)
        # A bound moment is text there, and so would be a CASE that it is one branch of.
        return cast(bound, mysql.DATETIME(fsp=6))
    return aware(moment)
