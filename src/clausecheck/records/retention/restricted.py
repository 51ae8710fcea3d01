"""Which records stay because their person's data are under restriction (rigour 29)."""

from dataclasses import replace

from sqlalchemy import and_, false, not_, or_, true

from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.consent.registers import in_full
from clausecheck.records.moments import instant_at
from clausecheck.records.relation import Relation
from clausecheck.records.restrictions import running
from clausecheck.records.retention.holds import Hold
from clausecheck.records.scan import is_true
from clausecheck.records.spans import standing


def restricted(
    records: Relation, hold: Hold | None, restrictions: Relation, audit: Audit
) -> tuple[Hold, tuple[Unreadable, ...]]:
    """The hold, and beside it the restrictions that run at the audited moment; what of these could not be read."""
    kept = hold or Hold(excuses=false(), unknown=None, nothing=true(), source=records.table)
    subject, whose = comparable((records, "subject"), (restrictions, "subject"))
    now = instant_at(audit.as_of, records.dialect)
    runs = standing(kept.source, running(restrictions, whose), {"subject": subject}, now, "restrictions")
    unheld = not_(is_true(kept.excuses))
    maybe = runs.untold if kept.unknown is None else and_(runs.untold, not_(is_true(kept.unknown)))
    both = replace(
        kept,
        source=runs.source,
        restricted=and_(unheld, runs.stands),
        doubtful=and_(unheld, maybe),
        unknown=None if kept.unknown is None else and_(kept.unknown, not_(runs.stands)),
        nothing=and_(kept.nothing, not_(or_(runs.stands, runs.untold))),
    )
    return both, in_full(restrictions, audit, restrictions.column("subject").is_(None))
