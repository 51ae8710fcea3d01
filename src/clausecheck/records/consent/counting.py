"""One statement counts the sends by all that is known of them; what follows for each obligation is worked out here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, extract, func, or_, select, text
from sqlalchemy.sql.selectable import Subquery

from clausecheck.facts import SHOWN, RowClass
from clausecheck.records.consent.sends import Sends, Suppressed
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.consent.verdicts import Rule, State
from clausecheck.records.relation import Relation, as_text
from clausecheck.records.scan import Scan, Tally
from clausecheck.targets.model import Dataset

BEFORE_POLICY = "before the policy's date"
IN_SCOPE, ELSEWHERE, UNCOVERED = 0, 1, 2
_BUCKETS = SHOWN
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Group:
    """So many sends of which the same is known. `reason` counts from 1 through `excluded`, then `undecidable`."""

    place: int
    reason: int
    before: bool
    state: State
    count: int
    key: object


def grouped(sends: Sends, neighbours: Sequence[Dataset]) -> list[Group]:
    """Every send of the table, in one statement."""
    told = _told(sends, neighbours)
    known = [column for column in told.c if column.name != "example"]
    statement = select(*known, func.count().label("sends"), func.min(told.c.example).label("example"))
    _give_room(sends.relation)
    rows = sends.relation.connection.execute(statement.group_by(*known)).mappings()
    return [_group(dict(row)) for row in rows]


_MARIADB_ROOM = text(
    "SET SESSION tmp_table_size = 67108864, max_heap_table_size = 67108864, sort_buffer_size = 33554432"
)


def _give_room(sends: Relation) -> None:
    """MariaDB keeps a derived table in memory up to 16 MB; beyond, each lookup in it reads a file, four times as slow.
    The setting is this session's alone, and no privilege is needed for it.
    """
    if sends.dialect in {"mysql", "mariadb"}:
        sends.connection.execute(_MARIADB_ROOM)


def _told(sends: Sends, neighbours: Sequence[Dataset]) -> Subquery:
    """(reason, before, consent, bucket, example, [place], [stood], [suppressed]) of each send.

    `example` is the key of a send that may violate; `bucket` spreads these over five, so that each has a smallest.
    """
    columns: dict[str, Expression] = {
        "reason": _numbered([*sends.excluded.values(), *sends.undecidable.values()]),
        "before": case((sends.before, 1), else_=0),
        "consent": sends.consent,
        "bucket": case((_may_violate(sends), cast(extract("minute", sends.moment), Integer) % _BUCKETS), else_=0),
        "example": case((_may_violate(sends), _sortable(sends.relation))),
    }
    if sends.relation.dataset.where:
        columns["place"] = _place(sends.relation, neighbours)
    if sends.stood is not None:
        columns["stood"] = sends.stood
    if sends.suppressed is not None:
        columns["suppressed"] = sends.suppressed
    labelled = [column.label(name) for name, column in columns.items()]
    return select(*labelled).select_from(sends.source).subquery("told")


def _group(row: Mapping[str, Any]) -> Group:
    stood = row["stood"] == 1 if "stood" in row else None
    state = State(Consent(row["consent"]), Suppressed(row.get("suppressed", Suppressed.NO.value)), stood)
    place, reason, before = row.get("place", IN_SCOPE), row["reason"], row["before"] == 1
    return Group(place=place, reason=reason, before=before, state=state, count=row["sends"], key=row["example"])


def _place(sends: Relation, neighbours: Sequence[Dataset]) -> Expression:
    covered = sends.covered_by([sends.dataset, *neighbours])
    return case((sends.in_scope(), IN_SCOPE), (covered, ELSEWHERE), else_=UNCOVERED)


def _numbered(conditions: Sequence[Expression]) -> Expression:
    return case(*((condition, number) for number, condition in enumerate(conditions, start=1)), else_=0)


def _may_violate(sends: Sends) -> Expression:
    not_granted = sends.consent != Consent.GRANTED.value
    return not_granted if sends.suppressed is None else or_(not_granted, sends.suppressed == Suppressed.YES.value)


def _sortable(sends: Relation) -> Expression:
    key = sends.column("key")
    return key if isinstance(key.type, Integer | String) else as_text(key, sends.dialect)


def tally(groups: Sequence[Group], sends: Sends, rule: Rule) -> Tally:
    """The counts of one obligation, with a few keys of what it found."""
    excluded, undecidable, counts = Counter[str](), Counter[str](), Counter[str]()
    found = _Found()
    for group in _in_scope(groups):
        reason = _reason(group, sends)
        if reason in sends.excluded:
            excluded[reason] += group.count
        elif group.before:
            excluded[BEFORE_POLICY] += group.count
            counts["before_policy"] += group.count * (not reason and rule.violates(group.state))
        elif reason:
            undecidable[reason] += group.count
        elif rule.violates(group.state):
            found.add(group)
            counts.update({name: group.count for name, holds in rule.counts.items() if holds(group.state)})
        elif rule.untold(group.state):
            undecidable["their consent or suppression cannot be told"] += group.count
    rows = sum(group.count for group in _in_scope(groups))
    classes = {rule.found: RowClass(count=found.count, examples=found.labels(sends.relation))}
    return Tally(rows=rows, excluded=excluded, undecidable=undecidable, held=0, found=classes, counts=counts)


class _Found:
    """How many violate, and the smallest key of each group of them."""

    def __init__(self) -> None:
        self.count = 0
        self._keys: list[Any] = []

    def add(self, group: Group) -> None:
        self.count += group.count
        self._keys.append(group.key)

    def labels(self, sends: Relation) -> tuple[str, ...]:
        """Up to five pseudonyms; none where the groups name fewer than there should be."""
        keys = sorted(set(self._keys) - {None})[:SHOWN]
        return tuple(map(sends.label, keys)) if len(keys) >= min(SHOWN, self.count) else ()


def _reason(group: Group, sends: Sends) -> str:
    return ["", *sends.excluded, *sends.undecidable][group.reason]


def _in_scope(groups: Iterable[Group]) -> Iterator[Group]:
    return (group for group in groups if group.place == IN_SCOPE)


def scanned(groups: Sequence[Group], tallies: Sequence[Tally], extra: dict[str, int]) -> Scan:
    """The answers in the form of one scan."""
    outside = Counter[int]()
    for group in groups:
        outside[group.place] += group.count
    return Scan(tallies=tallies, elsewhere=outside[ELSEWHERE], uncovered=outside[UNCOVERED], extra=extra)
