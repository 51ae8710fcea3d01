"""Whether a register can be read in full: what is missing from it could excuse or convict anybody."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, not_, select

from clausecheck.connectors.sql import hides_rows
from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.records.answering import neighbours_of
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import unmatched
from clausecheck.records.relation import Relation


@dataclass(frozen=True)
class _Count:
    rows: int
    nameless: int
    uncovered: int


def in_full(register: Relation, audit: Audit, nameless: ColumnElement[bool] | None = None) -> tuple[Unreadable, ...]:
    """What of a register cannot be used: entries that name nobody, rows that no dataset covers, an empty ledger.

    `nameless` says which entries name nobody, where the category does not tell. `CannotVerify` where its database may
    hide rows.
    """
    hidden = "" if register.hashed else hides_rows(register.connection, register.table)
    if hidden:
        raise CannotVerify(hidden, tried=f"reading {register.place.name} in full", remedy="grant the role BYPASSRLS")
    named = _nameless(register) if nameless is None else nameless
    return tuple(_unusable(register, _counted(register, audit, named)))


def _unusable(register: Relation, count: _Count) -> Iterator[Unreadable]:
    noun = register.dataset.category.replace("_", " ")
    if register.dataset.category == "consent_events" and not count.rows:
        yield Unreadable(what=noun, why="the register is empty", remedy="map the ledger that the company keeps")
    if count.nameless:
        yield Unreadable(what=f"{count.nameless:,} {noun}", why="they do not tell whom, or what, they are about")
    if count.uncovered:
        why = "no dataset's `where` covers them"
        yield Unreadable(what=f"{count.uncovered:,} rows of {register.place.name}", why=why, remedy="add a dataset")


def _counted(register: Relation, audit: Audit, named: ColumnElement[bool]) -> _Count:
    covered = register.covered_by([register.dataset, *neighbours_of(register, audit)])
    scope = register.in_scope()
    nameless, uncovered = and_(scope, named), not_(covered)
    counts = (func.count(case((condition, 1))) for condition in (scope, nameless, uncovered))
    rows = register.connection.execute(select(*counts).select_from(register.table)).one()
    return _Count(*map(int, rows))


def _nameless(register: Relation) -> ColumnElement[bool]:
    if register.dataset.category == "consent_events":
        return unmatched(register)
    return register.column("key" if register.dataset.category == "campaigns" else "subject").is_(None)
