"""report.json: the run as data, for programs. Its shape is `docs/report.schema.json`; keys are added, never renamed."""

from dataclasses import fields

from clausecheck.documents import printable
from clausecheck.facts import SHOWN
from clausecheck.model import Acceptance, ClauseResult, ContractResult, Finding, History, PastRun, Run, Seen, SignOff
from clausecheck.reports.documents import entry, written

_DEPTH = 4
"""Each finding stands on a line of its own, as in the other formats; a line for each field takes twice as long."""

_OF_A_FINDING = [field.name for field in fields(Finding) if field.name != "clause"]
SCHEMA = "clausecheck/report/1"


def render(run: Run) -> str:
    """JSON, a line for each finding; moments in ISO 8601 with their offset; clauses in the order of the policy."""
    report = {
        "schema": SCHEMA,
        "run": _run(run),
        "totals": {outcome.value: count for outcome, count in run.totals().items()},
        "totals_without_waivers": {outcome.value: count for outcome, count in run.totals(without_waivers=True).items()},
        "acceptances": [_acceptance(one) for one in run.acceptances],
        **({"contracts": [_contract(one) for one in run.contracts]} if run.contracts else {}),
        **({"history": _history(run.history)} if run.history else {}),
        **({"sign_off": _sign_off(run.sign_off)} if run.sign_off else {}),
        "clauses": [_clause(result, run.history) for result in run.clauses],
    }
    return printable(written(report, depth=_DEPTH))


def _run(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "target": run.target,
        "as_of": run.as_of.isoformat(),
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat(),
        "complete": run.complete,
        "selection": list(run.selection),
        "policy_version": run.policy_version.isoformat(),
        "tool_version": run.tool_version,
        "environment": run.environment,
        "organisation": run.organisation,
        "policy_title": run.policy_title,
        "time_zone": run.time_zone,
        "warnings": list(run.warnings),
    }


def _acceptance(one: Acceptance) -> dict[str, object]:
    """An attestation or waiver under its own field names, moments as text."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return values | {"since": one.since.isoformat(), "until": one.until.isoformat()}


def _contract(one: ContractResult) -> dict[str, object]:
    """A contract and its expectations under their own field names; the key is absent where none were asked for."""
    expectations = [{field.name: getattr(each, field.name) for field in fields(each)} for each in one.expectations]
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return values | {"outcome": one.outcome.value, "expectations": expectations}


def _history(history: History) -> dict[str, object]:
    """The runs for a trend, the oldest first, and what is no longer examined; absent where nothing was compared."""
    return {
        "previous": history.previous,
        "runs": [_past(one) for one in history.runs],
        "gone": {id_: outcome.value for id_, outcome in history.gone.items()},
    }


def _past(one: PastRun) -> dict[str, object]:
    return {
        "id": one.id,
        "as_of": one.as_of.isoformat(),
        "started_at": one.started_at.isoformat(),
        "policy_version": one.policy_version.isoformat(),
        "complete": one.complete,
        "totals": {outcome.value: count for outcome, count in one.totals.items()},
    }


def _seen(seen: Seen | None) -> dict[str, object]:
    """Since when; absent where nothing was compared."""
    if seen is None:
        return {}
    told = {field.name: getattr(seen, field.name) for field in fields(seen)}
    first = seen.first_violated.isoformat() if seen.first_violated else None
    return {"seen": told | {"since": seen.since.isoformat(), "first_violated": first}}


def _sign_off(signed: SignOff) -> dict[str, object]:
    decisions = [
        {"clause": one.clause, "decision": one.decision, "due": one.due.isoformat()} for one in signed.decisions
    ]
    return {"name": signed.name, "role": signed.role, "at": signed.at.isoformat(), "decisions": decisions}


def _clause(result: ClauseResult, history: History | None) -> dict[str, object]:
    clause = result.clause
    return {
        "id": clause.id,
        "title": clause.title,
        "promise": clause.promise,
        "severity": clause.severity.value,
        "owner": clause.owner,
        "outcome": result.outcome.value,
        "findings": [
            entry({**_finding(finding), **_seen(history.findings.get(finding.id) if history else None)})
            for finding in result.findings
        ],
        "informative": clause.informative,
        "crosswalk": {framework: list(ids) for framework, ids in clause.crosswalk.items()},
        **_seen(history.clauses.get(clause.id) if history else None),
    }


def _finding(finding: Finding) -> dict[str, object]:
    """Every field under its own name but `clause`, which the clause around it says."""
    values = {name: getattr(finding, name) for name in _OF_A_FINDING}
    values |= {"examples": finding.examples[:SHOWN], "counts": dict(finding.counts), "terms": dict(finding.terms)}
    return values
