"""Grants given in knowledge of a change: after its announcement, or under its version of the notice."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.moments import FIRST, instant_at
from clausecheck.records.relation import Relation, as_bytes, word_is
from clausecheck.records.scan import is_true

GRANT_ROLES = ("subject", "purpose", "channel", "status", "effective_at", "recorded_at", "notice_version")
WORDS = ("granted", "pending", "withdrawn", "denied")
Expression = ColumnElement[Any]


def renewed(ledger: Relation, person: Expression, spans: Subquery, audit: Audit) -> Subquery:
    """(change, subject, purpose, channel, first, maybe): when the first such grant counted, and when the first that may
    be one does. One row each.
    """
    grants = _grants(ledger, person, audit)
    after = is_true(grants.c.effective >= spans.c.announced)
    under = is_true(grants.c.version == spans.c.version)
    knowing = or_(after, under)
    certain = and_(grants.c.certain == 1, knowing)
    possible = or_(knowing, and_(grants.c.certain == 0, grants.c.dated == 0))
    whose = [spans.c.since.label("change"), grants.c.subject, grants.c.purpose, grants.c.channel]
    statement = select(
        *whose,
        func.min(case((certain, grants.c.counts))).label("first"),
        func.min(case((possible, grants.c.counts))).label("maybe"),
    )
    statement = statement.select_from(grants.join(spans, or_(certain, possible)))
    return statement.group_by(spans.c.since, grants.c.subject, grants.c.purpose, grants.c.channel).subquery("renewed")


def _grants(ledger: Relation, person: Expression, audit: Audit) -> Subquery:
    """What is, or may be, a grant. One without a usable moment may have counted from the beginning."""
    effective = ledger.moment("effective_at")
    dated, counts = not_(effective.undecidable), effective.instant
    status, granted = ledger.word("status"), word_is(ledger.word("status"), ("granted",))
    known = granted
    if ledger.has("recorded_at"):
        recorded = ledger.moment("recorded_at")
        usable = and_(not_(recorded.undecidable), not_(recorded.after(audit.latest_possible)))
        known = and_(granted, usable)
        counts = case((and_(usable, recorded.instant > counts), recorded.instant), else_=counts)
    purpose, channel = vocabulary(ledger, "purpose"), vocabulary(ledger, "channel")
    columns = [
        person.label("subject"),
        in_bytes(purpose, ledger.dialect).label("purpose"),
        in_bytes(channel, ledger.dialect).label("channel"),
        effective.instant.label("effective"),
        case((dated, counts), else_=instant_at(FIRST, ledger.dialect)).label("counts"),
        case((and_(dated, known), 1), else_=0).label("certain"),
        case((dated, 1), else_=0).label("dated"),
        _version(ledger).label("version"),
    ]
    chosen = select(*columns).select_from(ledger.table)
    named = and_(person.is_not(None), purpose.is_not(None), channel.is_not(None))
    return chosen.where(ledger.in_scope(), named, or_(granted, not_(word_is(status, WORDS)))).subquery("grants")


def _version(ledger: Relation) -> Expression:
    if not ledger.has("notice_version"):
        return case((false(), as_bytes(ledger.column("status"), ledger.dialect)))
    return in_bytes(as_bytes(ledger.column("notice_version"), ledger.dialect), ledger.dialect)
