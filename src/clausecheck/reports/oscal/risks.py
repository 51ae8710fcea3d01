"""What is violated, and what was accepted of it, as OSCAL risks."""

from collections.abc import Iterator

from clausecheck.model import Acceptance, Clause, Finding, Outcome, Run
from clausecheck.reports.documents import stable_uuid
from clausecheck.reports.oscal.observations import observed, tool
from clausecheck.reports.oscal.words import line, moment, paragraph, party, properties, token
from clausecheck.reports.past import seen
from clausecheck.reports.phrases import accepted, place, told

_APPROVED = "deviation-approved"


def at_risk(finding: Finding) -> bool:
    """Whether a finding is a risk: unverified ones are none, since nobody knows."""
    return finding.outcome in {Outcome.VIOLATED, Outcome.WAIVED}


def risked(run: Run, finding: Finding) -> str:
    """The UUID of a finding's risk: the same in every run of the target, as a register of risks needs it."""
    return stable_uuid("risk", run.target, finding.id)


def risk(clause: Clause, finding: Finding, run: Run) -> dict[str, object]:
    """A risk with its remedy. Waivers that cover all of it approve of the deviation until the first of them ends."""
    waivers = [one for one in run.acceptances if f"{one.file}:{one.line}" in finding.waived_by]
    known = seen(run, finding.id)
    waived = finding.outcome is Outcome.WAIVED
    return {
        "uuid": risked(run, finding),
        "title": line(f"{clause.id} {clause.title}: {place(finding) or finding.obligation}"),
        "description": paragraph(told(finding)),
        "statement": paragraph(f"The published policy promises: {clause.promise}"),
        "props": properties(
            severity=clause.severity.value, owner=clause.owner, violations=finding.violations, waived=finding.waived,
            since=known.since.isoformat() if known else "", runs=known.runs if known else 0,
        ),
        "status": _APPROVED if waived else "open",
        "origins": [{"actors": [{"type": "tool", "actor-uuid": tool(run)}]}],
        "deadline": moment(min(one.until for one in waivers)) if waived and waivers else None,
        "remediations": list(_remedies(finding, run)),
        "risk-log": {"entries": [_entry(one, finding, run) for one in waivers]} if waivers else None,
        "related-observations": [{"observation-uuid": observed(run, finding)}],
    }  # fmt: skip


def _remedies(finding: Finding, run: Run) -> Iterator[dict[str, object]]:
    if finding.remedy:
        yield {
            "uuid": stable_uuid("remedy", run.target, finding.id),
            "lifecycle": "recommendation",
            "title": "What to do",
            "description": paragraph(finding.remedy),
        }


def _entry(one: Acceptance, finding: Finding, run: Run) -> dict[str, object]:
    """A waiver in the log of the risk that it accepts: from when until when, by which role."""
    role = token(one.role) or "assessor"
    return {
        "uuid": stable_uuid("waiver", run.target, finding.id, one.covers, str(one.line)),
        "title": line(f"Waiver for {one.covers}"),
        "description": paragraph(accepted(one)),
        "start": moment(one.since),
        "end": moment(one.until),
        "props": properties(ticket=one.ticket),
        "logged-by": [{"party-uuid": party(run.organisation)["uuid"], "role-id": role}],
        "status-change": _APPROVED if finding.outcome is Outcome.WAIVED else "deviation-requested",
    }
