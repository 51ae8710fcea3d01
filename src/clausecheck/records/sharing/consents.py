"""Consent to a disclosure: of that person, for that purpose, effective and recorded when it was made."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.asking import Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.any_channel import anywhere
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.relation import Relation
from clausecheck.records.sharing.evidence import Shown

Expression = ColumnElement[Any]


class Consents:
    """The ledger, joined to the disclosures by person, purpose and moment. A disclosure names no channel."""

    def __init__(self, disclosures: Relation, source: FromClause, ledger: Relation, audit: Audit) -> None:
        self._disclosures = disclosures
        self._subject, whose = comparable((disclosures, "subject"), (ledger, "subject"))
        self._purpose = in_bytes(vocabulary(disclosures, "purpose"), disclosures.dialect)
        spans, moment = anywhere(ledger, whose, audit), disclosures.moment("disclosed_at").instant
        falls = and_(
            spans.c.subject == self._subject,
            spans.c.purpose == self._purpose,
            spans.c.since <= moment,
            moment < spans.c.until,
        )
        self._consent = func.coalesce(spans.c.consent, Consent.NEVER.value)
        self.source = source.outerjoin(spans, falls)

    def shown(self) -> Shown:
        unknown = and_(not_(blank(self._disclosures, "purpose")), self._purpose.is_(None))
        certain = self._consent == Consent.GRANTED.value
        untold = self._consent == Consent.UNTOLD.value
        return Shown(certain=certain, maybe=or_(certain, untold, self._subject.is_(None), unknown))
