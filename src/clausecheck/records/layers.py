"""A relation with further columns, each worked out once a row however often a question names it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.relation import Relation

_ALL_ROWS = {"sqlite": -1, "mysql": 2**63 - 1, "mariadb": 2**63 - 1}


def layered(
    relation: Relation, columns: Mapping[str, ColumnElement[Any]], name: str, source: FromClause | None = None
) -> Relation:
    """The relation over a subquery `name` of its table, or of `source`, which joins it with others.

    A limit that leaves nothing out, or an offset of none, keeps databases from working the columns out again wherever
    they are named.
    """
    chosen = select(*relation.table.c, *(column.label(label) for label, column in columns.items()))
    chosen = chosen.select_from(relation.table if source is None else source)
    if relation.dialect in _ALL_ROWS:
        chosen = chosen.limit(_ALL_ROWS[relation.dialect])
    if relation.dialect == "postgresql":
        chosen = chosen.offset(0)
    stored = relation.table if relation.stored is None else relation.stored
    return replace(relation, table=cast("Any", chosen.subquery(name)), stored=stored)
