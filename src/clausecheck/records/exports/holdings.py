"""What the mapped datasets hold of the person of each export, against what the delivered files hold (rigour 27)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, Select, Subquery

from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.moments import FIRST, instant_at
from clausecheck.records.relation import Relation
from clausecheck.records.together import Needed
from clausecheck.targets.about_people import names_people
from clausecheck.targets.model import Dataset, Target
from clausecheck.targets.registers import REGISTERS

CREATED: Final = (
    "created_at", "recorded_at", "received_at", "requested_at", "sent_at", "accessed_at", "disclosed_at", "given_at",
    "effective_at", "since", "changed_at", "starts_at",
)  # fmt: skip
"""The roles that tell since when a record is there; the first that is mapped decides."""
AHEAD: Final = ("effective_at", "since", "starts_at")
"""Those of them that may rightly lie ahead; the others say what has happened."""
COUNTS = ("missing", "lacking", "undated", "foreign", "gone")
_ALL = (*COUNTS, "unknown", "rows", "unplaced")
_NOT_EXPORTED = ("exports", "export_records")
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A dataset that names a person with each record, at its original place. `is_portable`: provided or observed."""

    dataset: Dataset
    needed: Needed
    created: str

    @property
    def is_portable(self) -> bool:
        return self.dataset.category == "people" or self.dataset.category not in REGISTERS


def holdings(target: Target) -> list[Holding]:
    return [_holding(one) for one in _of_people(target) if _subject(one) and "key" in one.original.roles]


def unmatched(target: Target) -> Iterator[Unreadable]:
    """Datasets of people whose records nobody could find in an export."""
    for one in _of_people(target):
        if not (_subject(one) and "key" in one.original.roles):
            why = "its records name no key or no subject, so that nobody can look for them in an export"
            yield Unreadable(what=f"dataset {one.name}", why=why, remedy="map its `key:` and `subject:`")


def _of_people(target: Target) -> list[Dataset]:
    return [one for one in target.datasets if names_people(one, one.original) and one.category not in _NOT_EXPORTED]


def _subject(dataset: Dataset) -> str:
    return dataset.original.roles.get("key" if dataset.category == "people" else "subject", "")


def _holding(dataset: Dataset) -> Holding:
    place = dataset.original
    created = next((role for role in CREATED if role in place.roles), "")
    roles = {"key": place.roles["key"], "subject": _subject(dataset)}
    roles |= {created: place.roles[created]} if created else {}
    # As records, not as the register in which a key is the person itself.
    as_records = replace(dataset, category=f"{dataset.category} as records")
    needed = Needed(dataset=as_records, place=replace(place, roles=roles), roles=tuple(roles))
    return Holding(dataset=dataset, needed=needed, created=created)


def compared(
    exports: Relation, delivered: Relation, held: Sequence[tuple[Holding, Relation]], audit: Audit
) -> Subquery:
    """(export, missing, lacking, undated, foreign, gone, unknown, rows, unplaced) of each export that has any of them.

    `lacking` are the missing ones of what is portable; `undated` may have come later than the export; `gone` are in it
    and in no dataset any more; `unknown` name a dataset that is not mapped, and of `unplaced` nothing like them was
    among the records at hand.
    """
    rows = _rows(delivered)
    parts = [_all(rows, [dataset.name for dataset in audit.target.datasets])]
    if held:
        there = union_all(*(_relevant(exports, rows, *one, audit) for one in held)).cte("records at hand")
        parts += [
            _missing(exports, rows, there),
            _delivered(exports, rows, there, [one.dataset.name for one, _ in held]),
        ]
    found = union_all(*parts).subquery("compared")
    sums = (func.sum(found.c[name]).label(name) for name in _ALL)
    return select(found.c.export, *sums).group_by(found.c.export).subquery("held")


def _rows(delivered: Relation) -> Subquery:
    subject = delivered.identity("subject") if delivered.has("subject") else cast(null(), String)
    columns = {
        "export": delivered.identity("export"),
        "dataset": delivered.word("dataset"),
        "record": delivered.identity("record"),
        "subject": subject,
    }
    chosen = select(*(column.label(name) for name, column in columns.items())).select_from(delivered.table)
    return chosen.where(delivered.in_scope()).subquery("delivered")


def _counted(export: Expression, **flags: Expression) -> list[Expression]:
    """The columns of one part of the union: 1 where a flag holds, 0 elsewhere."""
    named = {name: case((flags.get(name, false()), 1), else_=0) for name in _ALL}
    return [export.label("export"), *(column.label(name) for name, column in named.items())]


def _relevant(exports: Relation, rows: Subquery, holding: Holding, relation: Relation, audit: Audit) -> Select[Any]:
    """(dataset, record, person, created, undated, portable): what a dataset has of the people of the exports, and what
    was delivered of it. Each dataset is read once for both, and of none is more kept than that. Both are joined: of two
    lists that a row may stand in, PostgreSQL reads each again for every row once they outgrow its memory.
    """
    whose, person, key = exports.identity("subject"), relation.identity("subject"), relation.identity("key")
    asked = select(whose.label("person")).distinct().select_from(exports.table)
    asking = asked.where(exports.in_scope(), whose.is_not(None)).subquery("asking")
    given = select(rows.c.record).distinct().where(rows.c.dataset == literal(holding.dataset.name))
    handed = given.where(rows.c.record.is_not(None)).subquery("handed")
    created, undated = _created(holding, relation, audit)
    columns = {
        "dataset": literal(holding.dataset.name, String()),
        "record": key,
        "person": person,
        "created": created,
        "undated": undated,
        "portable": literal(int(holding.is_portable), Integer()),
    }
    joined = relation.table.outerjoin(asking, asking.c.person == person).outerjoin(handed, handed.c.record == key)
    chosen = select(*(column.label(name) for name, column in columns.items())).select_from(joined)
    return chosen.where(relation.in_scope(), or_(asking.c.person.is_not(None), handed.c.record.is_not(None)))


def _created(holding: Holding, relation: Relation, audit: Audit) -> tuple[Expression, Expression]:
    """Since when a record is there, and 1 where nobody can tell."""
    if not holding.created:
        return instant_at(FIRST, relation.dialect), literal(1, Integer())
    created = relation.moment(holding.created)
    untold: Expression = created.undecidable
    if holding.created not in AHEAD:
        untold = or_(untold, created.after(audit.latest_possible))
    return created.instant, case((untold, 1), else_=0)


def _missing(exports: Relation, rows: Subquery, there: CTE) -> Select[Any]:
    """The records of the person of an export that are not in it."""
    given = select(rows.c.export, rows.c.dataset, rows.c.record).distinct().subquery("given")
    of = and_(
        given.c.export == exports.identity("key"),
        given.c.dataset == there.c.dataset,
        given.c.record == there.c.record,
    )
    joined = exports.table.join(there, there.c.person == exports.identity("subject")).outerjoin(given, of)
    is_missing, made = given.c.record.is_(None), exports.moment("created_at").instant
    missing = and_(is_missing, there.c.undated == 0, there.c.created < made)
    flags = {
        "missing": missing,
        "lacking": and_(missing, there.c.portable == 1),
        "undated": and_(is_missing, there.c.undated == 1),
    }
    return select(*_counted(exports.identity("key"), **flags)).select_from(joined).where(exports.in_scope())


def _delivered(exports: Relation, rows: Subquery, there: CTE, known: Sequence[str]) -> Select[Any]:
    """What an export holds: somebody else's, or of nobody any more."""
    owner = select(there.c.dataset, there.c.record, there.c.person).subquery("owner")
    joined = rows.join(exports.table, exports.identity("key") == rows.c.export)
    joined = joined.outerjoin(owner, and_(owner.c.dataset == rows.c.dataset, owner.c.record == rows.c.record))
    person = exports.identity("subject")
    said_other = and_(rows.c.subject.is_not(None), rows.c.subject != person)
    nobody = owner.c.record.is_(None)
    flags = {
        "foreign": or_(and_(owner.c.person.is_not(None), owner.c.person != person), said_other),
        "gone": and_(nobody, rows.c.subject.is_(None)),
        "unplaced": nobody,
    }
    chosen = select(*_counted(rows.c.export, **flags)).select_from(joined)
    return chosen.where(exports.in_scope(), rows.c.dataset.in_(list(known)))


def _all(rows: Subquery, known: Sequence[str]) -> Select[Any]:
    unknown = or_(rows.c.dataset.is_(None), rows.c.dataset.not_in(list(known)), rows.c.record.is_(None))
    return select(*_counted(rows.c.export, unknown=unknown, rows=literal(value=True))).select_from(rows)
