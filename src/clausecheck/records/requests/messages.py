"""Requests that people wrote to a mailbox or a ticket, and that the register has not, or has as received later."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.registers import WORDS

CATEGORY = "inbound_messages"
REGISTER = "requests"
ROLES = ("key", "subject", "right", "request", "received_at")
REGISTER_ROLES = ("key", "subject", "right", "received_at")
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The messages of one place; `mishandled` are the requests among them that the register does not answer for."""
    dataset, place = asks[0].dataset, asks[0].place
    register = audit.register(REGISTER)
    if register is None:
        raise CannotVerify("the target maps no requests to look the messages up in", remedy="map the register")
    needed = [
        Needed(dataset=dataset, place=place, roles=ROLES),
        Needed(dataset=register, place=register.places[0], roles=REGISTER_ROLES),
    ]
    with together(audit, needed) as (messages, requests):
        classes = [_classes(messages, requests, cast("RequestDeadline", ask.obligation), audit) for ask in asks]
        scanned = scan(messages, messages.table, classes, neighbours=neighbours_of(messages, audit))
        return [records_of(messages, messages.table, one, scanned, number, audit) for number, one in enumerate(classes)]


def _classes(messages: Relation, requests: Relation, obligation: RequestDeadline, audit: Audit) -> Classes:
    word = messages.word("right")
    its = word_is(word, [obligation.right])
    registered, in_time = _entries(messages, requests, obligation.right)
    unregistered, late = and_(its, not_(registered)), and_(its, registered, not_(in_time))
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


def _entries(messages: Relation, requests: Relation, right: str) -> tuple[Condition, Condition]:
    """Whether the register has the message's request, and whether as received by the message's day."""
    named, same = _matched(messages, requests, right)
    entry = select(requests.table.c[0]).select_from(requests.table).where(requests.in_scope(), same)
    entry = entry.correlate(messages.table)
    received = requests.moment("received_at")
    by_then = or_(received.undecidable, received.day <= messages.moment("received_at").day)
    return and_(named.is_not(None), exists(entry)), and_(named.is_not(None), exists(entry.where(by_then)))


def _matched(messages: Relation, requests: Relation, right: str) -> tuple[ColumnElement[Any], Condition]:
    """By the key of its request; where messages name none, by person, right and the day of receipt."""
    if messages.has("request"):
        named, key = comparable((messages, "request"), (requests, "key"))
        return named, named == key
    mine, theirs = comparable((messages, "subject"), (requests, "subject"))
    same_day = messages.moment("received_at").day == requests.moment("received_at").day
    return mine, and_(mine == theirs, word_is(requests.word("right"), [right]), same_day)
