"""Obligations that no check judges: each is unverified, and says what it waits for, or what somebody has to attest."""

from clausecheck.audit.judging import terms_of
from clausecheck.check_files import Attested, NotYet
from clausecheck.model import Clause, Finding, Obligation, Outcome


def not_judged(clause: Clause, obligation: Obligation, by: NotYet | Attested | None) -> Finding:
    """The unverified finding of an obligation without a check; `by` says what it waits for, or who has to attest it."""
    reason, help_ = _told(clause, by)
    return Finding(
        id=f"{obligation.kind}[{clause.id}]",
        clause=clause.id,
        check="",
        obligation=obligation.kind,
        system="",
        resource="",
        outcome=Outcome.UNVERIFIED,
        message=f"Nobody could tell: {reason}. {help_}".rstrip(),
        promised=clause.promise,
        found=reason,
        remedy=help_,
        reasons=(reason,),
        basis=obligation.basis,
        approved_by=obligation.approved_by,
        source=obligation.source,
        terms=terms_of(obligation),
    )


def _told(clause: Clause, by: NotYet | Attested | None) -> tuple[str, str]:
    if isinstance(by, Attested):
        command = f"`clausecheck attest {clause.id} --document FILE` records it."
        return "no program can see it, and nobody has attested it", f"{by.statement} {by.document} {command}"
    waits = f"It waits for {by.waits_for[:1].lower()}{by.waits_for[1:]}" if by else ""
    return "no check exists yet for this promise", waits
