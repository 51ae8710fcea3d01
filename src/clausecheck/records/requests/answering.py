"""One scan a place of the register, and one of each mailbox, for all deadlines that are asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import select

from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.answering import neighbours_of, records_of, statement_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.requests import messages
from clausecheck.records.requests.deadlines import Rule, with_deadlines
from clausecheck.records.requests.events import with_events
from clausecheck.records.requests.register import ROLES, told
from clausecheck.records.requests.verdicts import classes, with_verdicts
from clausecheck.records.requests.whose import Whose
from clausecheck.records.scan import scan
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
    judged = with_verdicts(with_deadlines(with_events(told(register, audit)), rules), rules)
    whose = Whose(told=judged, obligations=(*audit.obligations, *asked))
    sorted_rows = [classes(judged, rules.index(Rule.of(one)), whose.has(one), audit) for one in asked]
    rows = judged.rows
    scanned = scan(rows, rows.table, sorted_rows, neighbours=neighbours_of(register, audit))
    warnings = () if audit.target.datasets_of(messages.CATEGORY) else (NO_MESSAGES,)
    return [
        replace(
            records_of(rows, rows.table, one, scanned, number, audit),
            warnings=warnings,
            where_to_look=_listing(register, asked[number]),
        )
        for number, one in enumerate(sorted_rows)
    ]


def _listing(register: Relation, obligation: RequestDeadline) -> str:
    """The requests for this right: the whole statement holds the calendars, and nobody would read it."""
    roles = [role for role in ("key", "status", "jurisdiction", "received_at", "answered_at") if register.has(role)]
    its = word_is(register.word("right"), [obligation.right])
    listed = select(*(register.column(role) for role in roles)).where(register.in_scope(), its)
    written = statement_of(register, listed.order_by(register.column("received_at")))
    return f"-- every request for this right, by receipt; clausecheck works out the last day of each\n{written}"
