"""Accounts of people who left: none is open once the days for closing it have passed.

Only accounts that may be open are judged against the register of staff: a disabled one opens nothing to anybody.
Accounts of services belong to nobody, and are left aside where `kind` tells them.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import cast

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.security import LeaverAccess
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes
from clausecheck.records.security import staffing
from clausecheck.records.security.beside import beside, in_one_scan, nameless

ACCOUNTS = ("key", "status", "staff", "kind")
Condition = ColumnElement[bool]


class _State(IntEnum):
    """What the register says of somebody; where it names a key twice, the greatest counts."""

    OVERDUE = 1
    CLOSING = 2
    UNTOLD = 3
    HERE = 4


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The accounts of one place; `found` has the class `open`. `CannotVerify` without the staff's last days."""
    with beside(asks[0], ACCOUNTS, "staff", staffing.ROLES, audit) as (accounts, staff):
        _needs_last_days(staff)
        read = nameless(staff, "key", audit)

        def sorting(source: FromClause, ask: Ask, name: str) -> tuple[FromClause, Classes]:
            source, told = _joined(accounts, source, staff, cast("LeaverAccess", ask.obligation), audit, name)
            return source, _classes(accounts, told)

        return in_one_scan(accounts, asks, sorting, read, audit)


def _needs_last_days(staff: Relation) -> None:
    if not staff.has("left_at"):
        raise CannotVerify(
            f"dataset {staff.dataset.name} does not tell when somebody left",
            remedy=f"map the column of {staff.place.name} with the last days: `left_at: COLUMN`",
        )


def _joined(
    accounts: Relation, source: FromClause, staff: Relation, obligation: LeaverAccess, audit: Audit, name: str
) -> tuple[FromClause, Subquery]:
    """The accounts with what the register says of their owner."""
    of, key = comparable((accounts, "staff"), (staff, "key"))
    said, last = staffing.staffing(staff, audit), staff.moment("left_at")
    due = last.before_day(obligation.closed_within.cut_off(staff.zones.day_of(audit.as_of)))
    state = case(
        (said.here, _State.HERE.value),
        (or_(said.untold, said.left_some_day), _State.UNTOLD.value),
        (due, _State.OVERDUE.value),
        else_=_State.CLOSING.value,
    )
    chosen = select(key.label("key"), func.max(state).label("state")).select_from(staff.table)
    told = chosen.where(staff.in_scope(), key.is_not(None)).group_by(key).subquery(name)
    return source.outerjoin(told, told.c.key == of), told


def _classes(accounts: Relation, told: Subquery) -> Classes:
    status, nobody = accounts.word("status"), accounts.identity("staff").is_(None)
    may_be_open, is_open = not_(word_is(status, ["disabled"])), word_is(status, ["active"])

    def says(state: _State) -> Condition:
        return told.c.state == state.value

    overdue, unclear = says(_State.OVERDUE), says(_State.UNTOLD)
    return Classes(
        excluded={"of services": _of_services(accounts)},
        undecidable={
            "open, and name no member of staff": and_(may_be_open, nobody),
            "open, and name somebody whom the register of staff does not have": and_(may_be_open, told.c.key.is_(None)),
            "open, and whether or when their owner left cannot be told": and_(may_be_open, unclear),
            "of somebody who left, and whether they are open cannot be told": and_(may_be_open, not_(is_open), overdue),
        },
        found={"open": and_(is_open, overdue)},
        counts={"still_to_be_closed": and_(is_open, says(_State.CLOSING))},
    )


def _of_services(accounts: Relation) -> Condition:
    return word_is(accounts.word("kind"), ["service"]) if accounts.has("kind") else false()
