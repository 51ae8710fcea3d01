"""Obligations that no check judges yet: each is unverified, and says what it waits for."""

from clausecheck.audit.judging import terms_of
from clausecheck.model import Clause, Finding, Obligation, Outcome


def not_judged(clause: Clause, obligation: Obligation, waits_for: str) -> Finding:
    """The unverified finding of an obligation without a check."""
    reason = "no check exists yet for this promise"
    return Finding(
        clause=clause.id,
        check="",
        obligation=obligation.kind,
        system="",
        resource="",
        outcome=Outcome.UNVERIFIED,
        message=f"Nobody could tell: {reason}.{_waiting(waits_for)}",
        promised=clause.promise,
        found=reason,
        remedy=_waiting(waits_for).strip(),
        reasons=(reason,),
        basis=obligation.basis,
        approved_by=obligation.approved_by,
        source=obligation.source,
        terms=terms_of(obligation),
    )


def _waiting(waits_for: str) -> str:
    return f" It waits for {waits_for[:1].lower()}{waits_for[1:]}" if waits_for else ""
