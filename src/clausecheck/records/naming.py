"""Conditions over rows, and how a statement that asks for the same one several times writes it once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, func, not_, select, type_coerce
from sqlalchemy.sql.selectable import FromClause

Condition = ColumnElement[bool]
LONG = ("mysql", "mariadb")


def is_true(condition: Condition) -> Condition:
    """Never NULL."""
    return func.coalesce(condition, False)


def alone(condition: Condition, *others: Condition) -> Condition:
    """The condition where none of the others holds."""
    return and_(condition, *(not_(is_true(one)) for one in others))


class Named:
    """Conditions that several classes ask for, as columns of a subquery: written once, they keep a statement short.

    Only on MariaDB, where every moment in a condition brings the changes of a time zone along, and a statement that
    repeats them reaches a megabyte. `source` is what to select from, `of` what stands there for conditions, `scope`
    for the scope, where there is one.
    """

    def __init__(
        self,
        source: FromClause,
        groups: Sequence[tuple[Condition, ...]],
        dialect: str,
        *,
        scope: Condition | None = None,
        besides: Mapping[str, ColumnElement[Any]] | None = None,
    ) -> None:
        asked = [one for group in groups for one in group]
        distinct = {id(one): one for one in asked}
        self.source, self._columns = source, dict(distinct)
        self.scope: tuple[Condition, ...] = () if scope is None else (scope,)
        self.besides = dict(besides or {})
        if dialect in LONG and len(distinct) < len(asked):
            self._name(distinct, scope)

    def of(self, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(self._columns.get(id(one), one) for one in conditions)

    def _name(self, distinct: Mapping[int, Condition], scope: Condition | None) -> None:
        given = [type_coerce(one, Boolean).label(f"is_{n}") for n, one in enumerate(distinct.values())]
        within = [] if scope is None else [type_coerce(scope, Boolean).label("in_scope")]
        others = [column.label(name) for name, column in self.besides.items()]
        rows = select(*others, *within, *given).select_from(self.source).cte("sorted_rows")
        self.source = rows
        self._columns = {one: rows.c[f"is_{n}"] for n, one in enumerate(distinct)}
        self.scope = tuple(rows.c["in_scope"] for _ in within)
        self.besides = {name: rows.c[name] for name in self.besides}
