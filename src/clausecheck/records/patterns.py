"""One scan for many obligations: each condition is worked out once a row, and rows that meet the same ones are counted
together. What follows for each obligation is worked out here, as `scan` would have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import RowClass
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, Condition, Scan, Tally
from clausecheck.targets.model import Dataset


@dataclass(frozen=True)
class _Pattern:
    """So many rows that meet these conditions, by identity, and no others."""

    met: frozenset[int]
    count: int

    def meets(self, conditions: tuple[Condition, ...]) -> bool:
        """The first condition, and none of the others."""
        first, *others = map(id, conditions)
        return first in self.met and not self.met.intersection(others)


def scan_by_patterns(
    relation: Relation, source: FromClause, asked: Sequence[Classes], *, neighbours: Sequence[Dataset] = ()
) -> Scan:
    """As `scan`, for obligations that share their conditions (the very same objects)."""
    scope, elsewhere = relation.in_scope(), not_(relation.covered_by([relation.dataset, *neighbours]))
    conditions = {id(one): one for classes in asked for one in _conditions(classes)}
    if relation.dataset.where:
        conditions |= {id(scope): scope, id(elsewhere): elsewhere}
    patterns = _counted(relation, source, conditions)
    mine = [one for one in patterns if not relation.dataset.where or id(scope) in one.met]
    uncovered = sum(one.count for one in patterns if id(elsewhere) in one.met)
    rows = sum(one.count for one in mine)
    return Scan(
        tallies=[_tally(classes, mine, rows) for classes in asked],
        elsewhere=sum(one.count for one in patterns) - rows - uncovered,
        uncovered=uncovered,
        extra={},
    )


def _conditions(classes: Classes) -> list[Condition]:
    groups = (classes.excluded, classes.undecidable, classes.held, classes.found, classes.counts, classes.judged)
    return [condition for group in groups for condition in group.values()]


def _counted(relation: Relation, source: FromClause, conditions: Mapping[int, Condition]) -> list[_Pattern]:
    numbered = {f"c{number}": one for number, one in enumerate(conditions)}
    flags: list[ColumnElement[Any]] = [
        case((conditions[one], 1), else_=0).label(name) for name, one in numbered.items()
    ]
    met = select(*flags).select_from(source).subquery("met")
    columns = [met.c[name] for name in numbered]
    statement = select(*columns, func.count().label("rows_alike")).group_by(*columns)
    return [
        _Pattern(met=frozenset(one for name, one in numbered.items() if row[name] == 1), count=row["rows_alike"])
        for row in relation.connection.execute(statement).mappings()
    ]


def _tally(classes: Classes, patterns: Sequence[_Pattern], rows: int) -> Tally:
    def counted(group: str) -> dict[str, int]:
        return {
            name: _sum(patterns, conditions) for (of, name), conditions in classes.exclusive().items() if of == group
        }

    return Tally(
        rows=rows,
        excluded=counted("excluded"),
        undecidable=counted("undecidable"),
        held=sum(counted("held").values()),
        found={name: RowClass(count=count) for name, count in counted("found").items()},
        counts={name: _sum(patterns, conditions) for name, conditions in classes.counted().items()},
    )


def _sum(patterns: Sequence[_Pattern], conditions: tuple[Condition, ...]) -> int:
    return sum(one.count for one in patterns if one.meets(conditions))
