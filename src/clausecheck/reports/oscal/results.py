"""The one result of a run: what was reviewed, observed, found, attested and risked."""

from clausecheck.model import Acceptance, ClauseResult, Outcome, Run
from clausecheck.reports.documents import entry, neutral, stable_uuid, within_project
from clausecheck.reports.oscal.observations import observation, observed, tool
from clausecheck.reports.oscal.risks import at_risk, risk, risked
from clausecheck.reports.oscal.words import control, line, moment, paragraph, party, properties, statement, token
from clausecheck.reports.phrases import accepted, verdict
from clausecheck.reports.silent import findings_of
from clausecheck.reports.words import WORDS

_SATISFIED = {Outcome.HONOURED, Outcome.ATTESTED}
_REASONS = {Outcome.HONOURED: "pass", Outcome.VIOLATED: "fail", Outcome.WAIVED: "fail"}


def result(run: Run) -> dict[str, object]:
    """An OSCAL result. Its lists are in the order of the policy."""
    judged = [(one, finding) for one in run.clauses for finding in findings_of(one)]
    return {
        "uuid": stable_uuid("result", run.id),
        "title": line(f"Run {run.id}"),
        "description": paragraph(verdict(run), *run.warnings),
        "start": moment(run.started_at),
        "end": moment(run.finished_at),
        "props": properties(
            target=run.target, environment=run.environment, as_of=run.as_of.isoformat(), complete=run.complete,
            policy_version=run.policy_version.isoformat(), tool_version=run.tool_version,
            selection=" ".join(run.selection),
        ),
        "local-definitions": _definitions(run),
        "reviewed-controls": _reviewed(run),
        "attestations": [_attestation(one, run) for one in run.acceptances if one.kind == "attestation"],
        "observations": [entry(neutral(observation(one.clause, finding, run))) for one, finding in judged],
        "risks": [entry(neutral(risk(one.clause, finding, run))) for one, finding in judged if at_risk(finding)],
        "findings": [
            entry(neutral(_finding(one, run))) for one in run.clauses if one.outcome is not Outcome.INFORMATIVE
        ],
    }  # fmt: skip


def _definitions(run: Run) -> dict[str, object]:
    systems = dict.fromkeys(finding.system for finding in run.findings if finding.system)
    components = [_component(run, system) for system in systems]
    platform = {
        "uuid": stable_uuid("platform", run.tool_version),
        "title": "clausecheck",
        "uses-components": [{"component-uuid": tool(run)}],
    }
    ours = {
        "uuid": tool(run), "type": "software", "title": "clausecheck", "status": {"state": "operational"},
        "description": "Holds a published privacy policy against running systems.",
        "props": [{"name": "version", "value": run.tool_version}],
    }  # fmt: skip
    return {"components": components, "assessment-assets": {"components": [ours], "assessment-platforms": [platform]}}


def _component(run: Run, system: str) -> dict[str, object]:
    regions = dict.fromkeys(region for one in run.holdings if one.system == system for region in one.regions)
    return {
        "uuid": stable_uuid("component", run.target, system),
        "type": "system",
        "title": line(system),
        "description": paragraph(f"The system {system} of the target {run.target}."),
        "props": properties(regions=", ".join(regions), environment=run.environment),
        "status": {"state": "operational"},
    }


def _reviewed(run: Run) -> dict[str, object]:
    obliging = [{"control-id": control(one.clause.id)} for one in run.clauses if one.clause.obligations]
    selection: dict[str, object] = {"include-controls": obliging} if obliging else {"include-all": _All()}
    return {"control-selections": [{"description": "Every clause that obliges somebody.", **selection}]}


class _All(dict[str, object]):
    """OSCAL's way to say "all" is an empty object, which must not be left out for being empty."""

    def __bool__(self) -> bool:
        return True


def _attestation(one: Acceptance, run: Run) -> dict[str, object]:
    who = {"role-id": token(one.role) or "assessor", "party-uuids": [party(run.organisation)["uuid"]]}
    part = {
        "uuid": stable_uuid("attestation", run.id, one.clause, one.about, one.covers, str(one.line)),
        "name": "authorization-statement",
        "title": line(f"{one.clause}: {one.about}"),
        "props": properties(
            clause=one.clause, obligation=one.about, covers=one.covers, since=one.since.isoformat(),
            until=one.until.isoformat(), state=one.state, document=one.document, sha256=one.sha256,
            stands_at=f"{within_project(one.file)}:{one.line}",
        ),
        "prose": paragraph(accepted(one)),
    }  # fmt: skip
    return {"responsible-parties": [who], "parts": [part]}


def _finding(one: ClauseResult, run: Run) -> dict[str, object]:
    clause, findings = one.clause, findings_of(one)
    said = [finding.message for finding in findings if finding.outcome is one.outcome]
    return {
        "uuid": stable_uuid("clause", run.id, clause.id),
        "title": line(f"{clause.id} {clause.title}"),
        "description": paragraph(clause.promise, *said),
        "props": properties(outcome=one.outcome.value, severity=clause.severity.value, owner=clause.owner),
        "target": {
            "type": "statement-id",
            "target-id": statement(clause.id),
            "status": _status(one.outcome),
        },
        "related-observations": [{"observation-uuid": observed(run, finding)} for finding in findings],
        "related-risks": [{"risk-uuid": risked(run, finding)} for finding in findings if at_risk(finding)],
    }


def _status(outcome: Outcome) -> dict[str, str]:
    words = WORDS[outcome]
    return {
        "state": "satisfied" if outcome in _SATISFIED else "not-satisfied",
        "reason": _REASONS.get(outcome, "other"),
        "remarks": f"{words.label}. {words.meaning}",
    }
