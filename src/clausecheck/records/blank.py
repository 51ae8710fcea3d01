"""What a column does not say: NULL, or nothing but white space."""

from sqlalchemy import ColumnElement, String, cast, func

from clausecheck.records.relation import Relation

_WHITE = ("\t", "\n", "\r", "\u00a0")


def blank(relation: Relation, role: str) -> ColumnElement[bool]:
    """Whether a role's column is NULL or white space; never NULL."""
    written: ColumnElement[str] = cast(relation.column(role), String(255))
    for white in _WHITE:  # a database trims spaces only
        written = func.replace(written, white, " ")
    return func.coalesce(func.trim(written), "") == ""
