import json
import sys
from pathlib import Path
from subprocess import run as started
from typing import Any
from uuid import UUID

import pytest

from clausecheck.model import EvidenceRef, Obligation, Outcome, Run
from clausecheck.model.words import Basis
from clausecheck.reports import oscal
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import ADMINISTRATORS, ATTESTED, LATE, WAIVED, clause, sample_run

SCHEMA = Path(__file__).parents[1] / "schemas" / "oscal-assessment-results-1.2.1.json"
OBLIGES = (Obligation(kind="declared", basis=Basis.PUBLISHED),)
EVIDENCE = EvidenceRef(folder="evidence/a", manifest_sha256="0" * 64)


@pytest.fixture
def results(run: Run) -> Any:
    return json.loads(oscal.render(run))["assessment-results"]


@pytest.fixture
def result(results: Any) -> Any:
    (one,) = results["results"]
    return one


def of(result: Any, kind: str, words: str) -> Any:
    return next(one for one in result[kind] if words in one["title"])


def test_every_file_satisfies_the_official_schema(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    runs = (sample_run(evidence=EVIDENCE), run_with_past(), sample_run(clauses=(), acceptances=(), organisation=" "))
    files = [tmp_path / f"{number}.json" for number, _ in enumerate(runs)]
    for file, run in zip(files, runs, strict=True):
        file.write_text(oscal.render(run), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", SCHEMA, *files]
    told = started(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.strip()) == (0, "ok -- validation done")


def test_each_obliging_clause_is_a_control_that_was_reviewed(result: Any) -> None:
    (selection,) = result["reviewed-controls"]["control-selections"]
    reviewed = [one["control-id"] for one in selection["include-controls"]]
    assert reviewed == [f"clause-{id_}" for id_ in ("1.1.a", "1.1.b", "4.1.a", "4.1.b", "4.1.c", "6", "6.a", "6.c")]
    assert [one["target"]["target-id"] for one in result["findings"]] == [f"{id_}_smt" for id_ in reviewed]


def test_states_are_told_by_reason_too(result: Any) -> None:
    states = {one["target"]["target-id"]: one["target"]["status"] for one in result["findings"]}
    told = {id_: (one["state"], one["reason"]) for id_, one in states.items()}
    assert told["clause-6_smt"] == ("satisfied", "pass")
    assert told["clause-4.1.a_smt"] == ("satisfied", "other")
    assert told["clause-6.c_smt"] == told["clause-4.1.b_smt"] == ("not-satisfied", "fail")
    assert told["clause-6.a_smt"] == told["clause-1.1.b_smt"] == ("not-satisfied", "other")


def test_attestation_stands_in_its_own_place(result: Any) -> None:
    (one,) = result["attestations"]
    assert one["responsible-parties"][0]["role-id"] == "security"
    props = {prop["name"]: prop["value"] for prop in one["parts"][0]["props"]}
    assert (props["clause"], props["state"], props["sha256"]) == ("4.1.a", "used", "0" * 64)
    assert of(result, "observations", "4.1.a")["methods"] == ["EXAMINE"]
    assert ATTESTED.attested_by in json.dumps(of(result, "observations", "4.1.a"))


def test_waiver_is_an_approved_deviation_with_its_deadline(result: Any) -> None:
    risk = of(result, "risks", "4.1.b")
    assert (risk["status"], risk["deadline"]) == ("deviation-approved", "2026-04-30T12:00:00Z")
    (entry,) = risk["risk-log"]["entries"]
    assert (entry["start"], entry["end"]) == ("2026-02-19T12:00:00Z", "2026-04-30T12:00:00Z")
    assert entry["logged-by"][0]["role-id"] == "infrastructure"
    assert "It is emptied by spring" in entry["description"]


def test_violation_is_an_open_risk_with_its_remedy(result: Any) -> None:
    risk = of(result, "risks", "6.c")
    assert (risk["status"], risk["remediations"][0]["lifecycle"]) == ("open", "recommendation")
    assert risk["remediations"][0]["description"] == "Delete them."
    assert len(result["risks"]) == len((LATE, ADMINISTRATORS, WAIVED))


def test_references_lead_to_what_is_there(results: Any, result: Any) -> None:
    observations = {one["uuid"] for one in result["observations"]}
    risks = {one["uuid"] for one in result["risks"]}
    for finding in result["findings"]:
        assert {one["observation-uuid"] for one in finding["related-observations"]} <= observations
        assert {one["risk-uuid"] for one in finding.get("related-risks", ())} <= risks
    subjects = {one["subject-uuid"] for each in result["observations"] for one in each.get("subjects", ())}
    assert subjects == {one["uuid"] for one in result["local-definitions"]["components"]}
    assert results["import-ap"]["href"] == f"#{results['back-matter']['resources'][0]['uuid']}"
    roles = {role["id"] for role in results["metadata"]["roles"]}
    assert {"assessor", "security", "infrastructure", "support"} <= roles


def test_risk_keeps_its_uuid_over_runs_and_an_observation_does_not() -> None:
    first, second = (json.loads(oscal.render(sample_run(id=id_)))["assessment-results"]["results"][0] for id_ in "ab")
    assert [one["uuid"] for one in first["risks"]] == [one["uuid"] for one in second["risks"]]
    assert first["observations"][0]["uuid"] != second["observations"][0]["uuid"]
    assert UUID(first["uuid"]).version == 5


def test_no_uuid_is_used_twice(result: Any) -> None:
    uuids = [one["uuid"] for kind in ("observations", "risks", "findings") for one in result[kind]]
    assert len(uuids) == len(set(uuids))


def test_evidence_is_named_by_its_digest() -> None:
    told = oscal.render(sample_run(evidence=EVIDENCE))
    assert '"href": "evidence/a/manifest.json"' in told
    assert "0" * 64 in told


def test_two_findings_of_a_clause_are_two_observations_of_one_finding() -> None:
    run = sample_run(clauses=(clause("6.c", "Kept", LATE, obligations=OBLIGES),))
    (finding,) = json.loads(oscal.render(run))["assessment-results"]["results"][0]["findings"]
    assert len(finding["related-observations"]) == 1
    assert run.clauses[0].outcome is Outcome.VIOLATED
