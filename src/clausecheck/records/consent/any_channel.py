"""From when until when consent to a purpose stands on any channel at all: for what is not sent on one.

A person may agree by e-mail, by telephone and in the portal, and take one of them back. What names no channel, such as
an access or a disclosure, rests on whatever grant stands then. The segments of the channels become one timeline in
which the channels of each kind are counted.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import fenced
from clausecheck.records.consent.timeline import Consent, segments
from clausecheck.records.moments import NEVER, instant_at
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
    until = func.coalesce(turns.c.following, instant_at(NEVER, ledger.dialect))
    whose = (turns.c.subject, turns.c.purpose, turns.c.since)
    # Changes at the same moment are one: all of them count by then, and the last of them has a later one that follows.
    # As it is grouped, every database keeps it for itself, and looks each row up by an index.
    summed = select(*whose, func.max(until).label("until"), func.max(consent).label("consent")).group_by(*whose)
    return summed.subquery("anywhere")


def _turns(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """Each moment at which something changes on a channel, with how many channels say what from then on."""
    steps = _steps(ledger, subject, audit)
    order: Any = {"partition_by": [steps.c.subject, steps.c.purpose], "order_by": steps.c.since}
    counted = [func.sum(steps.c[name]).over(**order).label(name) for name in _KINDS]
    following = func.lead(steps.c.since).over(**order).label("following")
    return select(steps.c.subject, steps.c.purpose, steps.c.since, following, *counted).subquery("channel_turns")


def _steps(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """A segment adds one to its kind when it begins, and takes one from the kind of the channel's last: the segments of
    a channel leave no time out.
    """
    spans = segments(ledger, subject, audit, with_grants=False)
    whose = (spans.c.subject, spans.c.purpose)
    before = func.lag(spans.c.consent).over(partition_by=[*whose, spans.c.channel], order_by=spans.c.since)
    each = select(*whose, spans.c.since, spans.c.consent, before.label("before")).subquery("channel_segments")
    changes = [
        (case((each.c.consent == word.value, 1), else_=0) - case((each.c.before == word.value, 1), else_=0)).label(name)
        for name, word in _KINDS.items()
    ]
    chosen = select(each.c.subject, each.c.purpose, each.c.since, *changes)
    return fenced(chosen, "channel_steps", ledger.dialect)
