"""Requests to be deleted: since when one stands that no later grant has undone (rigour 12)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import is_true

ROLES = ("subject", "received_at", "status")
STANDING, REFUSED = ("open", "done"), ("refused",)
Expression = ColumnElement[Any]


def spans(requests: Relation, subject: Expression, audit: Audit) -> Subquery:
    """(subject, received, before): a grant later than `before`, or none, and not later than `received` makes
    `received` the earliest request that no grant undid. The spans of a person never overlap.
    """
    received = requests.moment("received_at").instant
    before = func.lag(received).over(partition_by=subject, order_by=received)
    columns = [subject.label("subject"), received.label("received"), before.label("before")]
    chosen = select(*columns).select_from(requests.table)
    return chosen.where(requests.in_scope(), subject.is_not(None), _stands(requests, audit)).subquery("requests")


def _stands(requests: Relation, audit: Audit) -> Expression:
    received = requests.moment("received_at")
    usable = and_(not_(received.undecidable), not_(received.after(audit.as_of)))
    return and_(word_is(requests.word("status"), STANDING), usable)


def summed_up(requests: Relation, subject: Expression, audit: Audit) -> Subquery:
    """(subject, asked, refused, untold): 1 where the person asked, was refused, or asked nobody can tell when or with
    what answer. One row a person.
    """
    received, status = requests.moment("received_at"), requests.word("status")
    unknown = not_(word_is(status, STANDING + REFUSED))
    impossible = is_true(received.after(audit.latest_possible))
    refused = word_is(status, REFUSED)
    flags = {
        "asked": _stands(requests, audit),
        "refused": refused,
        "untold": and_(not_(refused), or_(unknown, received.undecidable, impossible)),
    }
    columns = [func.max(case((flag, 1), else_=0)).label(name) for name, flag in flags.items()]
    chosen = select(subject.label("subject"), *columns).select_from(requests.table)
    return chosen.where(requests.in_scope(), subject.is_not(None)).group_by(subject).subquery("asked")
