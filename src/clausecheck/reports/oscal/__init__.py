"""oscal-assessment-results.json: the run as NIST OSCAL 1.2.1 assessment results, for governance tools.

Controls are the clauses of the policy, `clause-6.c`, as `clausecheck policy export` writes them into a catalogue. An
observation is what was seen of one obligation in one place; a finding is the verdict on a clause; a risk is what is
violated, with its remedy, or waived, with who accepted it and until when. Attestations stand in their own place.
OSCAL has two states: unverified is "not-satisfied" for another reason than a failure, attested is "satisfied" so.
"""

from clausecheck.model import Run
from clausecheck.reports.documents import neutral, stable_uuid, written
from clausecheck.reports.oscal.results import result
from clausecheck.reports.oscal.words import VERSION, line, moment, party, roles


def render(run: Run) -> str:
    """JSON, UTF-8; an observation, a finding and a risk a line."""
    plan = stable_uuid("plan", run.policy_title, run.policy_version.isoformat())
    document = {
        "uuid": stable_uuid("assessment-results", run.id),
        "metadata": _metadata(run),
        "import-ap": {"href": f"#{plan}"},
        "results": [result(run)],
        "back-matter": {"resources": [_plan(run, plan)]},
    }
    return written({"assessment-results": neutral(document)}, depth=5)


def _metadata(run: Run) -> dict[str, object]:
    named = [result.clause.owner for result in run.clauses] + [one.role for one in run.acceptances]
    return {
        "title": line(f"{run.policy_title} of {run.organisation}, held against {run.target}"),
        "last-modified": moment(run.finished_at),
        "version": line(run.id),
        "oscal-version": VERSION,
        "roles": roles(named),
        "parties": [party(run.organisation)],
        "responsible-parties": [{"role-id": "assessor", "party-uuids": [party(run.organisation)["uuid"]]}],
    }


def _plan(run: Run, uuid: str) -> dict[str, object]:
    """OSCAL wants a plan; ours is the policy itself, from which every test is made."""
    return {
        "uuid": uuid,
        "title": line(f"Plan of the audit: {run.policy_title} of {run.policy_version.isoformat()}"),
        "description": "Each obligation of each clause is one test for each place that the target maps.",
        "rlinks": [{"href": "oscal-profile.json", "media-type": "application/oscal.profile+json"}],
    }
