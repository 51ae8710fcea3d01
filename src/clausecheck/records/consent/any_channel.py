"""From when until when consent to a purpose stands on any channel at all: for what is not sent on one.

A person may agree by e-mail, by telephone and in the portal, and take one of them back. What names no channel, such as
an access or a disclosure, rests on whatever grant stands then. The segments of the channels become one timeline in
which the channels of each kind are counted.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select, union_all
from sqlalchemy.sql.selectable import Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import fenced
from clausecheck.records.consent.timeline import Consent, segments
from clausecheck.records.relation import Relation

Expression = ColumnElement[Any]
_KINDS = {"granted": Consent.GRANTED, "untold": Consent.UNTOLD, "refused": Consent.REFUSED, "pending": Consent.PENDING}
GRANT_FIRST = ("granted", "untold", "refused", "pending")
"""A grant on one channel stands, whatever is said on others."""
REFUSAL_FIRST = ("refused", "untold", "granted", "pending")
"""What is refused on one channel is refused."""


def anywhere(ledger: Relation, subject: Expression, audit: Audit, *, order: Sequence[str] = GRANT_FIRST) -> Subquery:
    """(subject, purpose, since, until, consent): half-open, never overlapping.

    `consent` is a word of `Consent`: of what the channels say, the first in this order; never, where no event counts.
    """
    turns = _turns(ledger, subject, audit)
    consent = case(*((turns.c[name] > 0, _KINDS[name].value) for name in order), else_=Consent.NEVER.value)
    columns = [turns.c.subject, turns.c.purpose, turns.c.since, turns.c.until, consent.label("consent")]
    # Of changes at the same moment only the last has a following one that is later; all of them count by then.
    statement = select(*columns).where(turns.c.until > turns.c.since)
    if ledger.dialect == "duckdb":
        return statement.subquery("anywhere")
    # An offset keeps the database from merging it into the join, where it would have no index.
    return statement.offset(0).subquery("anywhere")


def _turns(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """Each moment at which something changes on a channel, with how many channels say what from then on."""
    steps = _steps(ledger, subject, audit)
    order: Any = {"partition_by": [steps.c.subject, steps.c.purpose], "order_by": steps.c.since}
    counted = [func.sum(steps.c[name]).over(**order).label(name) for name in _KINDS]
    following = func.lead(steps.c.since).over(**order).label("until")
    return select(steps.c.subject, steps.c.purpose, steps.c.since, following, *counted).subquery("channel_turns")


def _steps(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """A segment adds one to its kind when it begins, and takes it away when it is over."""
    spans = segments(ledger, subject, audit, with_grants=False)
    sides = union_all(select(literal(1).label("step")), select(literal(-1).label("step"))).subquery("sides")
    at = case((sides.c.step == 1, spans.c.since), else_=spans.c.until)
    whose = (spans.c.subject, spans.c.purpose)
    changes = [
        case((spans.c.consent == word.value, sides.c.step), else_=0).label(name) for name, word in _KINDS.items()
    ]
    joined = spans.join(sides, or_(sides.c.step == 1, sides.c.step == -1))
    return fenced(select(*whose, at.label("since"), *changes).select_from(joined), "channel_steps", ledger.dialect)
