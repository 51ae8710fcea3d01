"""ocsf.json: a Compliance Finding (class 2003) of OCSF 1.6.0 for each finding, for security lakes and SIEMs.

1.6.0 is what AWS Security Hub speaks. What an auditor could not tell has the status Unknown, what a person vouches for
Other ("Attested"): neither may count as Pass.
"""

from collections.abc import Iterator
from datetime import datetime

from clausecheck.facts import SHOWN
from clausecheck.history.comparing import Change
from clausecheck.model import Clause, Finding, Outcome, Run, Severity
from clausecheck.reports.documents import entry, neutral, stable_uuid, written
from clausecheck.reports.past import changed, seen
from clausecheck.reports.phrases import place, told
from clausecheck.reports.silent import findings_of
from clausecheck.reports.words import framework, spoken

VERSION = "1.6.0"
_CLASS = 2003
_ACTIVITIES = {1: "Create", 2: "Update", 3: "Close"}
_SEVERITIES = {
    Severity.CRITICAL: (5, "Critical"),
    Severity.HIGH: (4, "High"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.LOW: (2, "Low"),
    Severity.NONE: (1, "Informational"),
}
_COMPLIANCE = {
    Outcome.VIOLATED: (3, "Fail"),
    Outcome.UNVERIFIED: (0, "Unknown"),
    Outcome.WAIVED: (3, "Fail"),
    Outcome.ATTESTED: (99, "Attested"),
    Outcome.HONOURED: (1, "Pass"),
}
_STATUS = {
    Outcome.VIOLATED: (1, "New"),
    Outcome.UNVERIFIED: (1, "New"),
    Outcome.WAIVED: (3, "Suppressed"),
    Outcome.ATTESTED: (4, "Resolved"),
    Outcome.HONOURED: (4, "Resolved"),
}
_COUNTED = ("examined", "violations", "waived", "unreadable", "undecidable", "held", "excluded")


def render(run: Run) -> str:
    """A JSON array, an event a line. Times are milliseconds since 1970."""
    events = [entry(neutral(_event(one.clause, finding, run))) for one in run.clauses for finding in findings_of(one)]
    return written(events, depth=1)


def _event(clause: Clause, finding: Finding, run: Run) -> dict[str, object]:
    activity = _activity(finding, run)
    severity = _SEVERITIES[clause.severity if finding.outcome in {Outcome.VIOLATED, Outcome.UNVERIFIED, Outcome.WAIVED}
                           else Severity.NONE]  # fmt: skip
    status = _STATUS[finding.outcome]
    return {
        "activity_id": activity,
        "activity_name": _ACTIVITIES[activity],
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": _CLASS,
        "class_name": "Compliance Finding",
        "type_uid": _CLASS * 100 + activity,
        "type_name": f"Compliance Finding: {_ACTIVITIES[activity]}",
        "time": _milliseconds(run.finished_at),
        "start_time": _milliseconds(run.started_at),
        "end_time": _milliseconds(run.finished_at),
        "severity_id": severity[0],
        "severity": severity[1],
        "status_id": status[0],
        "status": status[1],
        "status_detail": finding.outcome.value,
        "message": told(finding),
        "count": max(finding.violations, 1),
        "metadata": _metadata(finding, run),
        "finding_info": _info(clause, finding, run),
        "compliance": _compliance(clause, finding),
        "remediation": {"desc": finding.remedy} if finding.remedy else None,
        "resources": list(_resources(clause, finding, run)),
        "unmapped": _unmapped(finding, run),
    }


def _activity(finding: Finding, run: Run) -> int:
    """Without history each finding is told for the first time."""
    known = seen(run, finding.id)
    if known is None or known.before is None:
        return 1
    return 3 if changed(run, finding) in {Change.FIXED, Change.SEEN} else 2


def _metadata(finding: Finding, run: Run) -> dict[str, object]:
    return {
        "version": VERSION,
        "uid": stable_uuid("event", run.id, finding.id),
        "correlation_uid": run.id,
        "log_name": run.target,
        "original_time": run.as_of.isoformat(),
        "product": {"name": "clausecheck", "vendor_name": "clausecheck", "version": run.tool_version},
    }


def _info(clause: Clause, finding: Finding, run: Run) -> dict[str, object]:
    known = seen(run, finding.id)
    check = finding.check or finding.obligation
    return {
        "uid": stable_uuid("finding", run.target, finding.id),
        "title": f"{clause.id} {clause.title}",
        "desc": told(finding),
        "types": [finding.obligation],
        "first_seen_time": _milliseconds(known.since if known else run.started_at),
        "last_seen_time": _milliseconds(run.finished_at),
        "analytic": {"name": spoken(check), "uid": check, "type_id": 1, "type": "Rule", "desc": finding.how},
    }


def _compliance(clause: Clause, finding: Finding) -> dict[str, object]:
    status = _COMPLIANCE[finding.outcome]
    return {
        "control": clause.id,
        "desc": clause.promise,
        "standards": ["Privacy policy", *(framework(name) for name in clause.crosswalk)],
        "requirements": [f"{framework(name)} {id_}" for name, ids in clause.crosswalk.items() for id_ in ids],
        "status_id": status[0],
        "status": status[1],
        "status_details": [*finding.reasons, *finding.warnings],
    }


def _resources(clause: Clause, finding: Finding, run: Run) -> Iterator[dict[str, object]]:
    where = place(finding)
    if where:
        held = next((one for one in run.holdings if one.resource == finding.resource), None)
        yield {
            "name": where,
            "uid": stable_uuid("resource", run.target, where),
            "namespace": finding.system,
            "type": finding.noun,
            "region": held.regions[0] if held and len(held.regions) == 1 else None,
            "group": {"name": clause.owner} if clause.owner else None,
            "labels": [f"environment:{run.environment}", f"target:{run.target}"],
        }


def _unmapped(finding: Finding, run: Run) -> dict[str, object]:
    """What OCSF has no word for."""
    return {
        "outcome": finding.outcome.value,
        "policy_version": run.policy_version.isoformat(),
        "complete": run.complete,
        "counts": {name: getattr(finding, name) for name in _COUNTED},
        "examples": list(finding.examples[:SHOWN]),
        "attested_by": finding.attested_by,
        "waived_by": list(finding.waived_by),
    }


def _milliseconds(when: datetime) -> int:
    return round(when.timestamp() * 1000)
