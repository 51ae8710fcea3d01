"""What the mapped datasets hold of the person of each export, against what the delivered files hold (rigour 27)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import Select, Subquery

from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.scan import is_true
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
    return [_holding(one) for one in _of_people(target) if _subject(one) and "key" in one.places[0].roles]


def unmatched(target: Target) -> Iterator[Unreadable]:
    """Datasets of people whose records nobody could find in an export."""
    for one in _of_people(target):
        if not (_subject(one) and "key" in one.places[0].roles):
            why = "its records name no key or no subject, so that nobody can look for them in an export"
            yield Unreadable(what=f"dataset {one.name}", why=why, remedy="map its `key:` and `subject:`")


def _of_people(target: Target) -> list[Dataset]:
    return [one for one in target.datasets if names_people(one, one.places[0]) and one.category not in _NOT_EXPORTED]


def _subject(dataset: Dataset) -> str:
    return dataset.places[0].roles.get("key" if dataset.category == "people" else "subject", "")


def _holding(dataset: Dataset) -> Holding:
    place = dataset.places[0]
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
    """(export, missing, lacking, undated, foreign, gone, unknown, rows) of each export that has any of them.

    `lacking` are the missing ones of what is portable; `undated` may have come later than the export; `gone` are in it
    and in no dataset any more; `unknown` name a dataset that is not mapped.
    """
    rows = _rows(delivered)
    each = [_missing(exports, rows, holding, relation, audit) for holding, relation in held]
    each += [_delivered(exports, rows, holding, relation) for holding, relation in held]
    each.append(_all(rows, [dataset.name for dataset in audit.target.datasets]))
    found = _side_by_side(exports, each) if exports.hashed else union_all(*each).subquery("compared")
    sums = (func.sum(found.c[name]).label(name) for name in (*COUNTS, "unknown", "rows"))
    return select(found.c.export, *sums).group_by(found.c.export).subquery("held")


def _side_by_side(exports: Relation, each: Sequence[Select[Any]]) -> Table:
    """The parts one after the other into a table of the file in which the copies lie: all at once, their joins would
    need more memory than an audit may take.
    """
    names = (*COUNTS, "unknown", "rows")
    kept = Table("compared", MetaData(), Column("export", String), *(Column(name, BigInteger) for name in names))
    kept.create(exports.connection)
    for part in each:
        summed = part.subquery("part")
        sums = [func.sum(summed.c[name]) for name in names]
        told = select(summed.c.export, *sums).group_by(summed.c.export)
        exports.connection.execute(insert(kept).from_select(["export", *names], told))
        exports.connection.commit()
    return kept


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
    named = {name: case((is_true(flags.get(name, false())), 1), else_=0) for name in (*COUNTS, "unknown", "rows")}
    return [export.label("export"), *(column.label(name) for name, column in named.items())]


def _missing(exports: Relation, rows: Subquery, holding: Holding, relation: Relation, audit: Audit) -> Select[Any]:
    """The person's records in a dataset that are not in the export."""
    whose, person = comparable((exports, "subject"), (relation, "subject"))
    export, key = exports.identity("key"), relation.identity("key")
    joined = exports.table.join(relation.table, whose == person)
    its = select(rows.c.export, rows.c.record).where(rows.c.dataset == literal(holding.dataset.name)).distinct()
    there = its.subquery("there")
    joined = joined.outerjoin(there, and_(there.c.export == export, there.c.record == key))
    is_missing = there.c.record.is_(None)
    before, undated = _before(exports, holding, relation, audit)
    missing = and_(is_missing, before)
    flags = {"missing": missing, "undated": and_(is_missing, undated)}
    if holding.is_portable:
        flags["lacking"] = missing
    chosen = select(*_counted(export, **flags)).select_from(joined)
    return chosen.where(exports.in_scope(), relation.in_scope())


def _before(exports: Relation, holding: Holding, relation: Relation, audit: Audit) -> tuple[Expression, Expression]:
    """Whether a record was there before the export, and whether nobody can tell."""
    if not holding.created:
        return false(), literal(value=True)
    created, made = relation.moment(holding.created), exports.moment("created_at")
    untold: Expression = created.undecidable
    if holding.created not in AHEAD:
        untold = or_(untold, is_true(created.after(audit.latest_possible)))
    return and_(~untold, created.instant < made.instant), untold


def _delivered(exports: Relation, rows: Subquery, holding: Holding, relation: Relation) -> Select[Any]:
    """What an export holds of a dataset: somebody else's, or of nobody any more."""
    # Only of what was delivered, so that no join has to keep a whole dataset.
    key = relation.identity("key")
    its = exists(select(rows.c.record).where(rows.c.record == key, rows.c.dataset == literal(holding.dataset.name)))
    owned = select(key.label("key"), relation.identity("subject").label("subject")).select_from(relation.table)
    owner = owned.where(relation.in_scope(), its).subquery("owner")
    joined = rows.join(exports.table, exports.identity("key") == rows.c.export)
    joined = joined.outerjoin(owner, owner.c.key == rows.c.record)
    person = exports.identity("subject")
    said_other = and_(rows.c.subject.is_not(None), rows.c.subject != person)
    foreign = or_(and_(owner.c.subject.is_not(None), owner.c.subject != person), said_other)
    gone = and_(owner.c.key.is_(None), rows.c.subject.is_(None))
    chosen = select(*_counted(rows.c.export, foreign=foreign, gone=gone)).select_from(joined)
    return chosen.where(exports.in_scope(), rows.c.dataset == literal(holding.dataset.name))


def _all(rows: Subquery, known: Sequence[str]) -> Select[Any]:
    unknown = or_(rows.c.dataset.is_(None), rows.c.dataset.not_in(list(known)), rows.c.record.is_(None))
    return select(*_counted(rows.c.export, unknown=unknown, rows=literal(value=True))).select_from(rows)
