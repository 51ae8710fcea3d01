"""Transfers on consent alone: each person's own, standing at that moment, and only now and then (rigour 35).

The ledger is the register of consent; agreement to a transfer abroad is an event of the purpose `transfer`.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, select

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.consent.timeline import Consent, segments
from clausecheck.records.in_force import day_at
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.transfers.mechanisms import CONSENT

PURPOSE = "transfer"
STANDS, MAYBE = 2, 1
Expression = ColumnElement[Any]


def standing(transfers: Relation, ledger: Relation | None, audit: Audit) -> Expression:
    """2 where the person's agreement stands at the transfer, 1 where nobody can tell, 0 where it does not."""
    if ledger is None or not transfers.has("subject"):
        return literal(MAYBE)
    subject, theirs = comparable((transfers, "subject"), (ledger, "subject"))
    spans = segments(ledger, theirs, audit, with_grants=False)
    told = select(spans).where(spans.c.purpose == PURPOSE).cte("agreements by person")

    def says(*what: Consent) -> Expression:
        here = told.alias()
        moment = transfers.moment("since").instant
        within = and_(here.c.subject == subject, here.c.since <= moment, moment < here.c.until)
        of_kind = here.c.consent.in_([one.value for one in what])
        return exists(select(literal(1)).select_from(here).where(within, of_kind).correlate_except(here))

    refused = says(Consent.REFUSED)
    return case((refused, 0), (says(Consent.UNTOLD), MAYBE), (says(Consent.GRANTED), STANDS), else_=0)


def turn(transfers: Relation, since: date) -> Expression:
    """The number of this transfer among those of the same person on consent alone since that day, or 0."""
    begins = transfers.moment("since")
    counts = and_(
        transfers.in_scope(),
        word_is(transfers.word("mechanism"), (CONSENT,)),
        not_(begins.undecidable),
        begins.day >= day_at(transfers, since.isoformat()),
    )
    counted = case((counts, 1), else_=0)
    order = [begins.instant, transfers.identity("key")]
    number = func.row_number().over(partition_by=[transfers.identity("subject"), counted], order_by=order)
    return case((counted == 1, number), else_=0)
