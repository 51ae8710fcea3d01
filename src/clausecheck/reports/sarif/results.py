"""Findings as SARIF results."""

from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.facts import SHOWN
from clausecheck.model import Acceptance, Clause, Finding, Outcome, Run, Severity
from clausecheck.reports.documents import stable_uuid, within_project
from clausecheck.reports.past import has_baseline, seen
from clausecheck.reports.phrases import accepted, place
from clausecheck.reports.silent import findings_of

_KINDS = {
    Outcome.VIOLATED: "fail",
    Outcome.UNVERIFIED: "open",
    Outcome.WAIVED: "fail",
    Outcome.ATTESTED: "review",
    Outcome.HONOURED: "pass",
    Outcome.INFORMATIVE: "notApplicable",
}
_FAILS = {Outcome.VIOLATED, Outcome.WAIVED}
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.NONE: "note",
}
_COUNTED = ("examined", "violations", "waived", "unreadable", "undecidable", "held", "excluded")
ROOT = "%SRCROOT%"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A finding beside its clause: what a rule and a result are made of."""

    clause: Clause
    finding: Finding

    @property
    def rule(self) -> str:
        """`6.c/records_leave_on_time`: the same in every run, or GitHub opens its alert anew."""
        return f"{self.clause.id}/{self.finding.check or self.finding.obligation}"


def judgements(run: Run) -> list[Judgement]:
    """Every finding of the run, the worst first: outcome, then severity, then the order of the policy."""
    every = [Judgement(clause=one.clause, finding=finding) for one in run.clauses for finding in findings_of(one)]
    outcomes, severities = list(Outcome), list(Severity)
    return sorted(
        every, key=lambda one: (outcomes.index(one.finding.outcome), severities.index(one.clause.severity))
    )  # fmt: skip


def result(one: Judgement, rule_index: int, run: Run, acceptances: dict[str, Acceptance]) -> dict[str, object]:
    """One result. `acceptances` are those of the run by "file:line", as findings name them."""
    clause, finding = one.clause, one.finding
    fails = finding.outcome in _FAILS
    return {
        "ruleId": one.rule,
        "ruleIndex": rule_index,
        "kind": _KINDS[finding.outcome],
        "level": LEVELS[clause.severity] if fails else "none",
        "message": {"text": finding.message},
        "locations": [_location(clause, finding)],
        "guid": stable_uuid("result", run.id, finding.id),
        "partialFingerprints": {"findingId/v1": stable_uuid("finding", run.target, finding.id)},
        "baselineState": _baseline(finding, run),
        "suppressions": list(_suppressions(finding, acceptances)),
        "occurrenceCount": max(finding.violations, 1) if fails else None,
        "properties": {
            "clause": clause.id,
            "outcome": finding.outcome.value,
            **{name: count for name in _COUNTED if (count := getattr(finding, name))},
            "examples": list(finding.examples[:SHOWN]),
            "reasons": list(finding.reasons),
            "attestedBy": finding.attested_by,
        },
    }


def _location(clause: Clause, finding: Finding) -> dict[str, object]:
    """The line of the obligation, else of the clause: GitHub refuses a result without a place."""
    stands = next((one for one in clause.obligations if one.kind == finding.obligation and one.line), clause)
    file, line = (stands.file, stands.line) if stands.file else (clause.file, clause.line)
    at: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": within_project(file or "policy/policy.yaml"), "uriBaseId": ROOT},
            "region": {"startLine": max(line, 1)},
        }
    }
    where = place(finding)
    if where:
        at["logicalLocations"] = [{"name": where, "fullyQualifiedName": where, "kind": "resource"}]
    return at


def _baseline(finding: Finding, run: Run) -> str | None:
    if not has_baseline(run):
        return None
    known = seen(run, finding.id)
    if known is None or known.before is None:
        return "new"
    return "unchanged" if known.before is finding.outcome else "updated"


def _suppressions(finding: Finding, acceptances: dict[str, Acceptance]) -> Iterator[dict[str, object]]:
    """Only what is wholly covered is suppressed: a waiver of some counter-examples leaves the finding violated."""
    if finding.outcome is not Outcome.WAIVED:
        return
    for where in finding.waived_by:
        one = acceptances.get(where)
        yield {"kind": "external", "status": "accepted", "justification": accepted(one) if one else where}
