"""One scan a place of the register, and one of each mailbox, for all deadlines that are asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select

from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.answering import neighbours_of, records_of, statement_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.requests import messages
from clausecheck.records.requests.deadlines import Rule, with_deadlines
from clausecheck.records.requests.events import with_events
from clausecheck.records.requests.register import ROLES, Told, told
from clausecheck.records.requests.verdicts import classes, with_verdicts
from clausecheck.records.requests.whose import Whose
from clausecheck.records.scan import offenders, scan
from clausecheck.records.together import Needed, together

NO_MESSAGES = "inbound_messages is not mapped: a request that never reached the register is not seen"


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The requests, or the messages, of one place for each ask; `found` has the class `mishandled`."""
    dataset, place = asks[0].dataset, asks[0].place
    if dataset.category == messages.CATEGORY:
        return messages.answer(asks, audit)
    with together(audit, [Needed(dataset=dataset, place=place, roles=ROLES)]) as (register,):
        return _answered(asks, register, audit)


def _answered(asks: Sequence[Ask], register: Relation, audit: Audit) -> list[Records]:
    asked = [cast("RequestDeadline", ask.obligation) for ask in asks]
    rules = list(dict.fromkeys(Rule.of(one) for one in asked))
    read = with_events(told(register, audit))
    judged = with_verdicts(with_deadlines(read, rules), rules)
    whose = Whose(told=judged, obligations=(*audit.obligations, *asked))
    sorted_rows = [classes(judged, rules.index(Rule.of(one)), whose.has(one), audit) for one in asked]
    rows = judged.rows
    scanned = scan(rows, rows.table, sorted_rows, neighbours=neighbours_of(register, audit))
    warnings = () if audit.target.datasets_of(messages.CATEGORY) else (NO_MESSAGES,)
    found = [records_of(rows, rows.table, one, scanned, number, audit) for number, one in enumerate(sorted_rows)]
    return [
        replace(told_of, warnings=warnings, where_to_look=_listing(read, one, told_of, asked, audit))
        for told_of, one in zip(found, asked, strict=True)
    ]


def _listing(
    read: Told, obligation: RequestDeadline, found: Records, asked: Sequence[RequestDeadline], audit: Audit
) -> str:
    """Exactly the offenders. The calendars of its own rule alone are in it: with all of them nobody would read it."""
    if not found["mishandled"]:
        return _all_of(read, obligation)
    rule = Rule.of(obligation)
    judged = with_verdicts(with_deadlines(read, [rule]), [rule])
    whose = Whose(told=judged, obligations=(*audit.obligations, *asked))
    sorted_rows = classes(judged, 0, whose.has(obligation), audit)
    offending = offenders(judged.rows, judged.table, sorted_rows.rows_of("mishandled"), limit=None)
    return (
        f"-- exactly those that were mishandled; the calendars are written out\n{statement_of(judged.rows, offending)}"
    )


def _all_of(read: Told, obligation: RequestDeadline) -> str:
    """Where there is no offender: what was looked at."""
    register = read.rows
    roles = [role for role in ("key", "status", "jurisdiction", "received_at", "answered_at") if register.has(role)]
    stored: Any = register.stored
    plain = replace(register, table=stored)
    listed = select(*(plain.column(role) for role in roles)).where(
        plain.in_scope(), word_is(plain.word("right"), [obligation.right])
    )
    return f"-- none is to be listed; the requests for this right are\n{statement_of(plain, listed)}"
