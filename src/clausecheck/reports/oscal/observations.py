"""What was seen of one obligation in one place, as an OSCAL observation."""

from collections.abc import Iterator

from clausecheck.facts import SHOWN
from clausecheck.model import Clause, Finding, Outcome, Run
from clausecheck.reports.documents import stable_uuid
from clausecheck.reports.oscal.words import control, line, moment, paragraph, properties
from clausecheck.reports.phrases import place


def observed(run: Run, finding: Finding) -> str:
    """The UUID of a finding's observation, which is of this run alone."""
    return stable_uuid("observation", run.id, finding.id)


def tool(run: Run) -> str:
    """The UUID of this version of the tool, which is the actor of every observation."""
    return stable_uuid("tool", run.tool_version)


def observation(clause: Clause, finding: Finding, run: Run) -> dict[str, object]:
    """Methods: TEST where a program looked, EXAMINE where a person's document answers."""
    return {
        "uuid": observed(run, finding),
        "title": line(f"{clause.id} {clause.title}: {place(finding) or 'no system'}"),
        "description": paragraph(finding.message, *finding.reasons, *finding.warnings),
        "props": [
            *properties(
                control=control(clause.id), finding=finding.id, outcome=finding.outcome.value, check=finding.check,
                obligation=finding.obligation, resource=finding.resource, noun=finding.noun, basis=finding.basis.value,
                examined=finding.examined, violations=finding.violations, waived=finding.waived,
                unreadable=finding.unreadable, undecidable=finding.undecidable, held=finding.held,
                excluded=finding.excluded,
            ),
            *(one for example in finding.examples[:SHOWN] for one in properties(example=example)),
        ],
        "methods": ["EXAMINE" if finding.outcome is Outcome.ATTESTED else "TEST"],
        "types": ["control-objective"],
        "origins": [{"actors": [{"type": "tool", "actor-uuid": tool(run)}]}],
        "subjects": list(_subjects(finding, run)),
        "relevant-evidence": list(_evidence(finding, run)),
        "collected": moment(run.finished_at),
    }  # fmt: skip


def _subjects(finding: Finding, run: Run) -> Iterator[dict[str, object]]:
    if finding.system:
        uuid = stable_uuid("component", run.target, finding.system)
        yield {"subject-uuid": uuid, "type": "component", "title": line(place(finding))}


def _evidence(finding: Finding, run: Run) -> Iterator[dict[str, object]]:
    if finding.attested_by:
        yield {"description": line(f"The attestation of {finding.attested_by}, among the attestations of this result.")}
    if run.evidence and run.evidence.folder:
        yield {
            "href": f"{run.evidence.folder}/manifest.json",
            "description": "The facts that were judged, with a digest of each file.",
            "props": properties(manifest_sha256=run.evidence.manifest_sha256),
        }
