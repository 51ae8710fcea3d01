"""The register of requests as questions read it: its words, its days as numbers, and how far each day can be told."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, not_, null, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.asking import Audit
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.requests.day_numbers import NO_DAY, day_number
from clausecheck.records.requests.steps import Span

ROLES = (
    "key", "right", "jurisdiction", "received_at", "status", "acknowledged_at", "answered_at", "extended_at",
    "paused_from", "paused_until", "withdrawn_at", "reason", "complaint_route",
)  # fmt: skip
Condition = ColumnElement[bool]
Expression = ColumnElement[Any]
_AHEAD = timedelta(days=400)
_EVENTS = ("acknowledged_at", "answered_at", "extended_at", "withdrawn_at")
_DAYS = ("received_at", *_EVENTS, "paused_from", "paused_until")


class State(IntEnum):
    """What a moment tells. AHEAD had not come at the audited moment, and could have by the machine's clock; UNUSABLE
    lies at no moment, before the receipt of its request, or later than anything could.
    """

    ABSENT = 0
    NOW = 1
    UNUSABLE = 2
    AHEAD = 3


@dataclass(frozen=True, kw_only=True)
class Told:
    """The register with further columns beside its own, the span of its days, and the jurisdictions that it names."""

    rows: Relation
    span: Span
    today: int
    jurisdictions: tuple[str, ...]

    @property
    def table(self) -> FromClause:
        return self.rows.table

    def has(self, role: str) -> bool:
        return self.rows.has(role)

    def number(self, role: str) -> Expression:
        """The day's number; NULL where there is none, or none that decides."""
        return self[role] if self.has(role) else NO_DAY

    def is_in(self, role: str, *states: State) -> Condition:
        """Whether this is what the role tells; a role that is not mapped is absent everywhere."""
        state = self[f"{role}_state"] if self.has(role) else literal(State.ABSENT.value)
        return state.in_([one.value for one in states])

    def status_is(self, *words: str) -> Condition:
        return word_is(self["status"], words)

    def __getitem__(self, name: str) -> Expression:
        """A column that was put beside the register's own."""
        return self.table.c[f"__{name}"]

    def beside(self, columns: dict[str, Expression], name: str) -> "Told":
        """With further columns, each worked out once a row."""
        named = {f"__{label}": column for label, column in columns.items()}
        return replace(self, rows=layered(self.rows, named, name))


def told(register: Relation, audit: Audit) -> Told:
    """Read the register's span and jurisdictions, then number its days and say what each tells."""
    named, first = _named(register, audit)
    today = register.zones.day_of(audit.as_of)
    span = Span(first=min(first, today), last=today + _AHEAD)
    read = Told(rows=register, span=span, today=span.number(today), jurisdictions=named)
    read = read.beside({**_words(register), **_numbers(register, span.first), **_moments(register, audit)}, "numbered")
    events = [role for role in _EVENTS if register.has(role)]
    return read.beside({f"{role}_state": _state(read, role) for role in events}, "told")


def _named(register: Relation, audit: Audit) -> tuple[tuple[str, ...], date]:
    """The jurisdictions that are named, and the first day on which a request was received."""
    received = register.moment("received_at")
    usable = and_(not_(received.undecidable), not_(received.after(audit.latest_possible)))
    word = register.word("jurisdiction") if register.has("jurisdiction") else cast(null(), String)
    chosen = select(word.label("word"), case((usable, received.day)).label("day")).select_from(register.table)
    each = chosen.where(register.in_scope()).subquery("each")
    rows = register.connection.execute(select(each.c.word, func.min(each.c.day)).group_by(each.c.word)).all()
    days = (_day(day) for _, day in rows if day is not None)
    return tuple(sorted(_text(word) for word, _ in rows if word)), min(days, default=date.max)


def _day(told: Any) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _text(told: Any) -> str:
    """MariaDB hands bytes out for what is compared as bytes."""
    return told.decode() if isinstance(told, bytes) else str(told)


def _words(register: Relation) -> dict[str, Expression]:
    mapped = {role: register.word(role) for role in ("right", "status", "jurisdiction") if register.has(role)}
    return {"jurisdiction": cast(null(), String), **mapped}


def _numbers(register: Relation, first: date) -> dict[str, Expression]:
    return {role: day_number(register, register.moment(role), first) for role in _DAYS if register.has(role)}


def _moments(register: Relation, audit: Audit) -> dict[str, Expression]:
    """Whether each moment is there, has come, and could have."""
    conditions = {}
    for role in _DAYS:
        if register.has(role):
            moment = register.moment(role)
            conditions[f"{role}_absent"] = moment.absent
            conditions[f"{role}_later"] = moment.after(audit.as_of)
            conditions[f"{role}_impossible"] = moment.after(audit.latest_possible)
    return {name: flag(condition) for name, condition in conditions.items()}


def flag(condition: Condition) -> Expression:
    """1 or 0, never NULL."""
    return case((condition, 1), else_=0)


def _state(read: Told, role: str) -> Expression:
    number = read[role]
    return case(
        (read[f"{role}_absent"] == 1, State.ABSENT.value),
        (and_(number.is_not(None), read[f"{role}_later"] == 1, read[f"{role}_impossible"] == 0), State.AHEAD.value),
        (and_(read[f"{role}_later"] == 0, number >= read["received_at"]), State.NOW.value),
        else_=State.UNUSABLE.value,
    )
