"""The events of the consent ledger: whose, for what, which way, and from which moment each counts (rigour 19)."""

from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, collate, not_, or_, select
from sqlalchemy.sql.selectable import Select, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.moments import FIRST, NEVER, instant_at
from clausecheck.records.relation import Relation, as_bytes

ROLES = ("subject", "purpose", "channel", "status", "effective_at", "recorded_at")
REFUSALS = ("withdrawn", "denied")


class Kind(IntEnum):
    """What an event says. UNTOLD: of no known status, or a grant whose record has no usable moment; it may be
    anything. LOST: it has no usable effective moment either, so it may lie anywhere.
    """

    UNTOLD = 0
    GRANTED = 1
    PENDING = 2
    REFUSED = 3
    LOST = 4


def vocabulary(relation: Relation, role: str) -> ColumnElement[Any]:
    """A purpose or channel as bytes, after `values`; NULL where it is missing or `values` does not know it."""
    word = relation.word(role)
    if role in relation.dataset.values and relation.dialect in {"mysql", "mariadb"}:
        return as_bytes(word, relation.dialect)
    return word


def in_bytes(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """PostgreSQL sorts by bytes many times faster than by a language's rules, and equality is the same."""
    return collate(column, "C") if dialect == "postgresql" else column


def fenced(statement: Select[Any], name: str, dialect: str) -> Subquery:
    """A subquery whose columns PostgreSQL works out once a row, instead of wherever they are named."""
    return statement.offset(0).subquery(name) if dialect == "postgresql" else statement.subquery(name)


def comparable(*named: tuple[Relation, str]) -> list[ColumnElement[Any]]:
    """Keys or subjects of several relations, comparable with each other: bytes, or numbers where all of them are."""
    columns = [relation.column(role) for relation, role in named]
    # SQLite's column types bind nobody.
    if named[0][0].dialect != "sqlite" and all(isinstance(column.type, Integer) for column in columns):
        return columns
    return [in_bytes(relation.identity(role), relation.dialect) for relation, role in named]


def unmatched(ledger: Relation) -> ColumnElement[bool]:
    """Events that name no person, purpose or channel: nobody can tell which sends they are about."""
    return or_(
        ledger.column("subject").is_(None),
        vocabulary(ledger, "purpose").is_(None),
        vocabulary(ledger, "channel").is_(None),
    )


def events(ledger: Relation, subject: ColumnElement[Any], audit: Audit) -> Subquery:
    """(subject, purpose, channel, kind, effective, [recorded]) of each event that can be matched to sends.

    `effective` and `recorded` are instants; `recorded` is NULL where it cannot be read.
    """
    columns = [
        subject.label("subject"),
        in_bytes(vocabulary(ledger, "purpose"), ledger.dialect).label("purpose"),
        in_bytes(vocabulary(ledger, "channel"), ledger.dialect).label("channel"),
        _kind(ledger, audit).label("kind"),
        ledger.moment("effective_at").instant.label("effective"),
    ]
    if ledger.has("recorded_at"):
        columns.append(ledger.moment("recorded_at").instant.label("recorded"))
    chosen = select(*columns).select_from(ledger.table).where(not_(unmatched(ledger)))
    if ledger.dataset.where:
        chosen = chosen.where(ledger.in_scope())
    if ledger.dialect == "sqlite":
        # There each moment is read by a function of ours: once an event, not wherever it is named.
        return chosen.offset(0).subquery("events")
    return fenced(chosen, "events", ledger.dialect)


def _kind(ledger: Relation, audit: Audit) -> ColumnElement[int]:
    status = ledger.word("status")
    granted = status == "granted"
    if ledger.has("recorded_at"):
        recorded = ledger.moment("recorded_at")
        granted = and_(granted, not_(recorded.undecidable), not_(recorded.after(audit.latest_possible)))
    return case(
        (ledger.moment("effective_at").undecidable, Kind.LOST.value),
        (granted, Kind.GRANTED.value),
        (status.in_(REFUSALS), Kind.REFUSED.value),
        (status == "pending", Kind.PENDING.value),
        else_=Kind.UNTOLD.value,
    )


def is_late(events: Subquery) -> ColumnElement[bool]:
    """Whether the event was recorded after it took effect."""
    return events.c.recorded > events.c.effective


def counts_from(events: Subquery, dialect: str) -> ColumnElement[Any]:
    """The moment from which an event counts: a grant once it is recorded too, all others from when they took effect,
    and those that may lie anywhere from the beginning.
    """
    cases: list[Any] = [(events.c.kind == Kind.LOST.value, instant_at(FIRST, dialect))]
    if "recorded" in events.c:
        cases.append((and_(events.c.kind == Kind.GRANTED.value, is_late(events)), events.c.recorded))
    return case(*cases, else_=events.c.effective)


def takes_effect(events: Subquery, dialect: str) -> ColumnElement[Any]:
    """The moment by which events are ordered: what may lie anywhere may be the latest."""
    return case((events.c.kind == Kind.LOST.value, instant_at(NEVER, dialect)), else_=events.c.effective)
