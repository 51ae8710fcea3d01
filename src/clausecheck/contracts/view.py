"""A dataset's place as its contract sees it: roles as columns, and words of ours instead of values.

The library counts over this statement inside the database. Only a key stands in it as it is, to be counted.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Date, DateTime, Select, String, Text, literal, select, types
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from clausecheck.records.relation import Relation

FAMILIES: Final = ("Date", "DateTime", "Text", "DATE", "TIMESTAMP WITHOUT TIME ZONE", "TEXT")
"""The types that tell a day or moment, as the library's two ways of comparing types write them."""


class View:
    """What is shown of a place. Rows that its dataset's `where` leaves out are not in it."""

    def __init__(self, relation: Relation) -> None:
        self._relation = relation
        self._shown: dict[str, ColumnElement[Any]] = {}
        self.source: FromClause = relation.table
        self.types: dict[str, TypeEngine[Any]] = {
            role: relation.table.c[column].type
            for role, column in relation.place.roles.items()
            if column in relation.table.c
        }

    def told(self, role: str) -> bool:
        """Whether the role has a column that the table really has."""
        return role in self.types

    def show(self, name: str, expression: ColumnElement[Any]) -> None:
        self._shown[name] = expression
        self.types.setdefault(name, expression.type)

    @property
    def statement(self) -> Select[Any]:
        columns = [expression.label(name) for name, expression in self._shown.items()]
        chosen = select(*columns) if columns else select(literal(1).label("row"))
        chosen = chosen.select_from(self.source)
        if self._relation.dataset.where:
            chosen = chosen.where(self._relation.in_scope())
        # SQLite would work out each expression again for every count that asks for it; an offset keeps it from that.
        return chosen.offset(0) if self._relation.dialect == "sqlite" else chosen


def family_of(relation: Relation, role: str) -> TypeEngine[Any]:
    """The type of a role's column, as a plain date, moment or text where it is one of these."""
    kind = relation.column(role).type
    if isinstance(kind, types.Date):
        return Date()
    if isinstance(kind, types.DateTime):
        return DateTime()
    return Text() if isinstance(kind, String | types.NullType) else kind
