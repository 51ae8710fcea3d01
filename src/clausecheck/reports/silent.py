"""Clauses that an audit ended before: every report tells them, none leaves them out."""

from clausecheck.model import ClauseResult, Finding, Outcome

NOT_LOOKED_AT = "The audit ended before this was looked at."


def findings_of(result: ClauseResult) -> tuple[Finding, ...]:
    """The findings of a clause; where it obliges and has none, one for each obligation that says so."""
    if result.findings or result.outcome is not Outcome.UNVERIFIED:
        return result.findings
    return tuple(
        Finding(
            id=f"{one.kind}[{result.clause.id}]", clause=result.clause.id, check="", obligation=one.kind, system="",
            resource="", outcome=Outcome.UNVERIFIED, message=NOT_LOOKED_AT,
        )
        for one in result.clause.obligations
    )  # fmt: skip
