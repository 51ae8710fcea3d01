"""Requests that people wrote to a mailbox or a ticket, and that the register has not, or has as received later."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable, fenced, in_bytes, vocabulary
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.registers import WORDS

CATEGORY = "inbound_messages"
REGISTER = "requests"
ROLES = ("key", "subject", "right", "request", "received_at")
REGISTER_ROLES = ("key", "subject", "right", "received_at")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The messages of one place; `mishandled` are the requests among them that the register does not answer for."""
    dataset, place = asks[0].dataset, asks[0].place
    register = audit.register(REGISTER)
    if register is None:
        raise CannotVerify("the target maps no requests to look the messages up in", remedy="map the register")
    needed = [
        Needed(dataset=dataset, place=place, roles=ROLES),
        Needed(dataset=register, place=register.original, roles=REGISTER_ROLES),
    ]
    with together(audit, needed) as (messages, requests):
        entries = _Entries(messages, requests)
        classes = [_classes(messages, entries, cast("RequestDeadline", ask.obligation), audit) for ask in asks]
        scanned = scan(messages, entries.source, classes, neighbours=neighbours_of(messages, audit))
        return [records_of(messages, entries.source, one, scanned, number, audit) for number, one in enumerate(classes)]


def _classes(messages: Relation, entries: "_Entries", obligation: RequestDeadline, audit: Audit) -> Classes:
    word = messages.word("right")
    its = word_is(word, [obligation.right])
    unregistered = and_(its, not_(entries.registered))
    late = and_(its, entries.registered, not_(entries.by_then))
    excluded, undecidable = past(messages.moment("received_at"), audit)
    unknown = and_(messages.column("right").is_not(None), not_(word_is(word, WORDS[CATEGORY]["right"])))
    found = or_(unregistered, late)
    taken = and_(*(not_(is_true(one)) for one in (*excluded.values(), *undecidable.values())))
    return Classes(
        excluded=excluded,
        undecidable=undecidable | {"of no known right": unknown},
        found={"mishandled": found},
        counts={"unregistered": and_(taken, unregistered), "registered_as_received_later": and_(taken, late)},
    )


class _Entries:
    """The messages beside the register: `registered` where it has the message's request, `by_then` where it has it as
    received by the message's day, or on a day that nobody can tell. The register is read once, whatever is asked.
    """

    def __init__(self, messages: Relation, requests: Relation) -> None:
        received = requests.moment("received_at")
        untold = func.max(case((received.undecidable, 1), else_=0)).label("untold")
        first = func.min(case((not_(received.undecidable), received.day))).label("first")
        mine, theirs = self._matched(messages, requests)
        whose = [column.label(f"by_{number}") for number, column in enumerate(theirs)]
        named = and_(requests.in_scope(), *(column.is_not(None) for column in theirs))
        chosen = select(*whose, untold, first).select_from(requests.table).where(named).group_by(*theirs)
        entry = fenced(chosen, "registered", requests.dialect)
        same = and_(*(entry.c[column.name] == one for column, one in zip(whose, mine, strict=True)))
        self.source = messages.table.outerjoin(entry, same)
        self.registered = entry.c.untold.is_not(None)
        day = messages.moment("received_at").day
        self.by_then = and_(self.registered, or_(entry.c.untold == 1, is_true(entry.c.first <= day)))

    def _matched(self, messages: Relation, requests: Relation) -> tuple[list[Expression], list[Expression]]:
        """By the key of its request; where messages name none, by person, right and the day of receipt."""
        if messages.has("request"):
            named, key = comparable((messages, "request"), (requests, "key"))
            return [named], [key]
        mine, theirs = comparable((messages, "subject"), (requests, "subject"))
        return [mine, *_what_and_when(messages)], [theirs, *_what_and_when(requests)]


def _what_and_when(relation: Relation) -> list[Expression]:
    return [in_bytes(vocabulary(relation, "right"), relation.dialect), relation.moment("received_at").day]
