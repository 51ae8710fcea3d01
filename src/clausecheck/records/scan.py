"""One scan of a relation: every row falls into at most one class of each obligation, and only counts come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import SHOWN, RowClass
from clausecheck.records.naming import LONG, Condition, Named, alone, is_true
from clausecheck.records.relation import Relation
from clausecheck.targets.model import Dataset

__all__ = ["Classes", "Condition", "Scan", "Tally", "alone", "is_true", "offenders", "scan"]


@dataclass(frozen=True, kw_only=True)
class Classes:
    """How one obligation sorts the rows in scope, the first that applies winning:
    `excluded`, then `undecidable`, then `held`, then `found` (what a check may find against the clause).

    Each maps a name to a condition. A NULL condition counts as false. `counts` are further counts within scope,
    not exclusive of the rest; `judged` are those of the rows that are neither excluded, undecidable nor held.
    """

    found: Mapping[str, Condition]
    excluded: Mapping[str, Condition] = field(default_factory=dict)
    undecidable: Mapping[str, Condition] = field(default_factory=dict)
    held: Mapping[str, Condition] = field(default_factory=dict)
    counts: Mapping[str, Condition] = field(default_factory=dict)
    judged: Mapping[str, Condition] = field(default_factory=dict)
    disjoint: bool = False
    """Whether no two conditions can hold of one row, so that nothing has to be taken out."""

    def exclusive(self) -> dict[tuple[str, str], tuple[Condition, ...]]:
        """(group, name) -> its condition, and behind it those that win over it."""
        groups = (
            ("excluded", self.excluded),
            ("undecidable", self.undecidable),
            ("held", self.held),
            ("found", self.found),
        )
        taken: list[Condition] = []
        result: dict[tuple[str, str], tuple[Condition, ...]] = {}
        for group, conditions in groups:
            for name, condition in conditions.items():
                result[group, name] = (condition, *taken)
                if not self.disjoint:
                    taken.append(condition)
        return result

    def counted(self) -> dict[str, tuple[Condition, ...]]:
        """Each further count: its condition, and behind it those that must not hold."""
        left_out = (*self.excluded.values(), *self.undecidable.values(), *self.held.values())
        plain = {name: (condition,) for name, condition in self.counts.items()}
        return {**plain, **{name: (condition, *left_out) for name, condition in self.judged.items()}}

    def rows_of(self, *names: str) -> list[tuple[Condition, ...]]:
        """Each found class: its condition, and behind it those that win over it."""
        exclusive = self.exclusive()
        return [exclusive["found", name] for name in names]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What the scan counted for one obligation."""

    rows: int
    excluded: Mapping[str, int]
    undecidable: Mapping[str, int]
    held: int
    found: Mapping[str, RowClass]
    counts: Mapping[str, int]

    @property
    def examined(self) -> int:
        return self.rows - sum(self.excluded.values())


@dataclass(frozen=True, kw_only=True)
class Scan:
    """The answers of one scan: a tally for each obligation asked, what the table holds besides, and the sums asked."""

    tallies: Sequence[Tally]
    elsewhere: int
    uncovered: int
    extra: Mapping[str, int]
    sums: Mapping[str, int] = field(default_factory=dict)


def scan(
    relation: Relation,
    source: FromClause,
    asked: Sequence[Classes],
    *,
    neighbours: Sequence[Dataset] = (),
    extra: Mapping[str, ColumnElement[int]] | None = None,
    sums: Mapping[str, ColumnElement[int]] | None = None,
) -> Scan:
    """Classify every row of `source` (the relation's table, joined with what its classes need) in one statement.

    `neighbours` are the datasets that lie in the same table: rows that none of them claims are `uncovered`.
    `extra` are scalar subqueries answered along the way, `sums` what else is summed up over the rows. Conditions that
    obligations share (the very same object)
    are counted once.
    """
    counters = _Counters(relation)
    rows = counters.of(())
    tallied = [_Tallied(classes, counters) for classes in asked]
    outside: dict[str, str] = {}
    if relation.dataset.where:
        scope, covered = relation.in_scope(), relation.covered_by([relation.dataset, *neighbours])
        outside["elsewhere"] = counters.anywhere(and_(not_(scope), covered))
        outside["uncovered"] = counters.anywhere(not_(covered))
    extras = {name: counters.answer(one) for name, one in (extra or {}).items()}
    summed = {name: counters.sum(one) for name, one in (sums or {}).items()}
    row = relation.connection.execute(counters.statement(source)).mappings().one()
    return Scan(
        tallies=[one.tally(row, rows) for one in tallied],
        elsewhere=row[outside["elsewhere"]] if outside else 0,
        uncovered=row[outside["uncovered"]] if outside else 0,
        extra={name: int(row[label] or 0) for name, label in extras.items()},
        sums={name: int(row[label] or 0) for name, label in summed.items()},  # MariaDB sums up decimals
    )


@dataclass(frozen=True)
class _Count:
    """The rows of which the first condition holds and none of the others; `within` the scope only, or anywhere."""

    conditions: tuple[Condition, ...]
    within: bool = True


class _Counters:
    """The columns of the one statement; the same conditions are the same column."""

    def __init__(self, relation: Relation) -> None:
        self._scope = relation.in_scope() if relation.dataset.where else None
        self._dialect = relation.dialect
        self._labels: dict[tuple[int, ...], str] = {}
        self._columns: dict[str, _Count | ColumnElement[Any]] = {}
        self._reads_rows = False

    def of(self, conditions: tuple[Condition, ...]) -> str:
        """The label of the count of rows in scope that meet the first condition and none of the others."""
        identity = tuple(map(id, conditions))
        if identity not in self._labels:
            self._labels[identity] = self._added(_Count(conditions))
        return self._labels[identity]

    def anywhere(self, condition: Condition) -> str:
        return self._added(_Count((condition,), within=False))

    def answer(self, subquery: ColumnElement[int]) -> str:
        return self._added(subquery)

    def sum(self, column: ColumnElement[int]) -> str:
        self._reads_rows = True
        return self._added(column)

    def statement(self, source: FromClause) -> Select[Any]:
        """All of them in one pass over the source."""
        counts = [one.conditions for one in self._columns.values() if isinstance(one, _Count)]
        named = Named(source, [] if self._reads_rows else counts, self._dialect, scope=self._scope)
        columns = [self._column(one, named).label(label) for label, one in self._columns.items()]
        return select(*columns).select_from(named.source)

    def _added(self, column: _Count | ColumnElement[Any]) -> str:
        label = f"c{len(self._columns)}"
        self._columns[label] = column
        return label

    def _column(self, one: _Count | ColumnElement[Any], named: "Named") -> ColumnElement[Any]:
        if not isinstance(one, _Count):
            return one
        scope = named.scope if one.within else ()
        given = [*scope, *([alone(*named.of(one.conditions))] if one.conditions else [])]
        return self._count(and_(*given)) if given else func.count()

    def _count(self, condition: Condition) -> ColumnElement[int]:
        if self._dialect not in LONG:
            return func.count().filter(condition)
        return func.count(case((condition, 1)))


class _Tallied:
    """Where the counts of one obligation stand in the row."""

    def __init__(self, classes: Classes, counters: _Counters) -> None:
        self._labels = {place: counters.of(conditions) for place, conditions in classes.exclusive().items()}
        self._counts = {name: counters.of(conditions) for name, conditions in classes.counted().items()}

    def tally(self, row: Any, rows: str) -> Tally:
        def counted(group: str) -> dict[str, int]:
            return {name: row[label] for (of, name), label in self._labels.items() if of == group}

        return Tally(
            rows=row[rows],
            excluded=counted("excluded"),
            undecidable=counted("undecidable"),
            held=sum(counted("held").values()),
            found={name: RowClass(count=count) for name, count in counted("found").items()},
            counts={name: row[label] for name, label in self._counts.items()},
        )


def offenders(
    relation: Relation, source: FromClause, groups: Sequence[tuple[Condition, ...]], *, limit: int | None = SHOWN
) -> Select[Any]:
    """The statement that lists the keys of the rows in scope of which any group's first condition holds and none of
    its others.
    """
    key = cast(relation.column("key") if relation.has("key") else relation.column("subject"), String(255))
    scope = relation.in_scope() if relation.dataset.where else None
    named = Named(source, groups, relation.dialect, scope=scope, besides={"key": key})
    chosen = select(named.besides["key"].label("key")).select_from(named.source)
    chosen = chosen.where(or_(*(alone(*named.of(group)) for group in groups)), *named.scope)
    # No order: sorting would read every offender for five examples.
    return chosen.limit(limit)
