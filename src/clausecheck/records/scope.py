"""The entries of a register that says what else holds personal data, and whether the target maps it (rigour 41)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, not_, or_, select

from clausecheck.connectors.sql import hides_rows
from clausecheck.facts import Listed, Population, Unreadable
from clausecheck.records.answering import neighbours_of, statement_of
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, alone, is_true, offenders, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset, Place

ROLES = ("key", "in_system", "ends_at")
_NONE, _UNKNOWN = "it names no system", "it names a system that the target does not have"


def entries(dataset: Dataset, place: Place, audit: Audit) -> Population[Listed]:
    """Every entry that has not ended, by pseudonym. `CannotVerify` where no column names the system of each."""
    with together(audit, [Needed(dataset=dataset, place=place, roles=ROLES)]) as (register,):
        classes = _classes(register, audit)
        scanned = scan(register, register.table, [classes], neighbours=neighbours_of(register, audit))
        rows = register.connection.execute(_listed(register, classes)).all()
        unmapped = offenders(register, register.table, classes.rows_of("unmapped"), limit=None)
        noun = audit.noun(dataset.category)
        return Population(
            noun=noun,
            members=tuple(_entry(register, noun, key, untold) for key, untold in rows),
            unreadable=_unreadable(register, scanned.uncovered),
            excluded=scanned.tallies[0].excluded["ended"],
            empty_is_an_answer=dataset.may_be_empty,
            where_to_look=statement_of(register, unmapped),
        )


def _classes(register: Relation, audit: Audit) -> Classes:
    return Classes(excluded={"ended": _ended(register, audit)}, found={"unmapped": not_(_is_mapped(register, audit))})


def _ended(register: Relation, audit: Audit) -> ColumnElement[bool]:
    """What has no usable end goes on."""
    if not register.has("ends_at"):
        return false()
    ends = register.moment("ends_at")
    return and_(not_(ends.undecidable), ends.before_day(register.zones.day_of(audit.as_of)))


def _is_mapped(register: Relation, audit: Audit) -> ColumnElement[bool]:
    target = audit.target
    names = [*target.systems, *(dataset.name for dataset in target.datasets)]
    return or_(false(), word_is(register.word("in_system"), names))


def _listed(register: Relation, classes: Classes) -> Any:
    named, (unmapped,) = register.column("in_system"), classes.rows_of("unmapped")
    untold = case((named.is_(None), _NONE), (alone(*unmapped), _UNKNOWN), else_="")
    ended = classes.excluded["ended"]
    chosen = select(register.column("key"), untold).select_from(register.table)
    return chosen.where(register.in_scope(), not_(is_true(ended))).order_by(register.column("key"))


def _entry(register: Relation, noun: str, key: object, untold: str) -> Listed:
    kind = noun.removesuffix("s").removesuffix("ie") + ("y" if noun.endswith("ies") else "")
    return Listed(label=register.pseudonyms.of(kind, key), kind=kind, untold=untold)


def _unreadable(register: Relation, uncovered: int) -> tuple[Unreadable, ...]:
    found = []
    if uncovered:
        why = "no dataset's `where` covers them"
        found.append(Unreadable(what=f"{uncovered:,} rows of {register.place.name}", why=why, remedy="add a dataset"))
    hidden = hides_rows(register.connection, register.table)
    if hidden:
        found.append(Unreadable(what=f"rows of {register.place.name}", why=hidden, remedy="grant the role BYPASSRLS"))
    return tuple(found)
