import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clausecheck.model import Obligation, Outcome, Run, Severity
from clausecheck.model.words import Basis
from clausecheck.reports import sarif
from clausecheck.reports.sarif import code_scanning, file
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import ATTESTED, CRASHED, LATE, WAIVED, clause, sample_run

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def read(text: str) -> Any:
    whole = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(whole)
    (run,) = whole["runs"]
    return run


@pytest.fixture
def told(run: Run) -> Any:
    return read(sarif.render(run))


def of(told: Any, finding: Any) -> Any:
    (one,) = [one for one in told["results"] if one["message"]["text"] == finding.message]
    return one


def test_every_file_satisfies_the_schema() -> None:
    for run in (sample_run(), run_with_past(), sample_run(clauses=()), sample_run(complete=False)):
        read(sarif.render(run))
        read(code_scanning.render(run))


def test_kinds_tell_what_became_of_each_finding(told: Any) -> None:
    assert Counter(one["kind"] for one in told["results"]) == {"fail": 3, "open": 4, "review": 1, "pass": 1}
    assert {one["level"] for one in told["results"] if one["kind"] != "fail"} == {"none"}
    assert of(told, LATE)["level"] == "error"


def test_worst_results_come_first(told: Any) -> None:
    order = [one["properties"]["outcome"] for one in told["results"]]
    assert order == sorted(order, key=list(Outcome).index)


def test_result_stands_at_the_line_of_its_obligation() -> None:
    kept = Obligation(kind="retention", basis=Basis.PUBLISHED, file="/srv/x/policy/sections/06 a.yaml", line=41)
    file = {"file": kept.file, "line": 30}
    told = read(sarif.render(sample_run(clauses=(clause("6.c", "Kept", LATE, obligations=(kept,), **file),))))
    at = told["results"][0]["locations"][0]["physicalLocation"]
    assert at["artifactLocation"] == {"uri": "policy/sections/06%20a.yaml", "uriBaseId": "%SRCROOT%"}
    assert at["region"] == {"startLine": 41}
    assert "/srv" not in json.dumps(told)
    elsewhere = replace(LATE, obligation="another")
    told = read(sarif.render(sample_run(clauses=(clause("6.c", "Kept", elsewhere, obligations=(kept,), **file),))))
    assert told["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 30}


def test_every_result_has_a_place_or_github_refuses_the_file(told: Any) -> None:
    assert all(one["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1 for one in told["results"])


def test_rule_has_help_severity_and_few_tags(told: Any) -> None:
    rules = told["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    late = rules[of(told, LATE)["ruleIndex"]]
    assert late["id"] == of(told, LATE)["ruleId"] == "6.c/records_leave_on_time"
    assert late["properties"]["security-severity"] == "8.0"
    assert "What to do: Delete them." in late["help"]["text"]
    assert late["help"]["markdown"].startswith("## 6.c Communication records")
    assert all(len(rule["properties"]["tags"]) <= 20 for rule in rules)


@pytest.mark.parametrize(
    ("severity", "least", "most"), [("critical", 9.0, 10.0), ("high", 7.0, 8.9), ("low", 0.1, 3.9)]
)
def test_severity_is_the_clauses_on_githubs_scale(severity: str, least: float, most: float) -> None:
    told = read(sarif.render(sample_run(clauses=(clause("6.c", "Kept", LATE, severity=Severity(severity)),))))
    assert least <= float(told["tool"]["driver"]["rules"][0]["properties"]["security-severity"]) <= most


def test_tags_stay_within_twenty() -> None:
    many = {f"law {number}": ("Art. 1",) for number in range(40)}
    told = read(sarif.render(sample_run(clauses=(clause("6.c", "Kept", LATE, crosswalk=many),))))
    assert len(told["tool"]["driver"]["rules"][0]["properties"]["tags"]) == 20
    assert len(told["taxonomies"]) == 40


def test_crosswalk_is_a_taxonomy_that_rules_point_into() -> None:
    law = {"gdpr": ("Art. 5(1)(e)", "Art. 32")}
    told = read(sarif.render(sample_run(clauses=(clause("6.c", "Kept", LATE, crosswalk=law),))))
    (taxonomy,) = told["taxonomies"]
    assert [taxon["id"] for taxon in taxonomy["taxa"]] == ["Art. 5(1)(e)", "Art. 32"]
    (rule,) = told["tool"]["driver"]["rules"]
    assert {one["target"]["id"] for one in rule["relationships"]} == set(law["gdpr"])
    assert {one["target"]["toolComponent"]["guid"] for one in rule["relationships"]} == {taxonomy["guid"]}


def test_waiver_of_every_counter_example_suppresses(told: Any) -> None:
    (suppressed,) = of(told, WAIVED)["suppressions"]
    assert (suppressed["kind"], suppressed["status"]) == ("external", "accepted")
    assert "It is emptied by spring" in suppressed["justification"]
    assert [one["ruleId"] for one in told["results"] if "suppressions" in one] == ["4.1.b/stores_are_encrypted"]
    assert of(told, ATTESTED)["properties"]["attestedBy"] == "policy/attestations.yaml:4"


def test_github_gets_only_what_is_an_alert() -> None:
    told = read(code_scanning.render(sample_run()))
    assert {one["properties"]["outcome"] for one in told["results"]} == {"violated", "unverified"}
    assert not [one for one in told["results"] if "suppressions" in one]
    assert read(code_scanning.render(sample_run(clauses=())))["results"] == []


def test_baseline_comes_from_history() -> None:
    states = {one["ruleId"]: one["baselineState"] for one in read(sarif.render(run_with_past()))["results"]}
    assert states["4.1.c/administrators_use_mfa"] == "new"
    assert states["6/legal_holds_are_reviewed"] == "updated"
    late = of(read(sarif.render(run_with_past())), LATE)
    assert late["baselineState"] == "unchanged"
    assert not [one for one in read(sarif.render(sample_run()))["results"] if "baselineState" in one]


def test_fingerprint_stays_the_same_over_runs() -> None:
    first, second = read(sarif.render(sample_run())), read(sarif.render(sample_run(id="another")))
    assert [one["partialFingerprints"] for one in first["results"]] == [
        one["partialFingerprints"] for one in second["results"]
    ]
    assert first["results"][0]["guid"] != second["results"][0]["guid"]
    prints = [one["partialFingerprints"]["findingId/v1"] for one in first["results"]]
    assert len(set(prints)) == len(prints)


def test_faults_and_what_is_void_are_notifications() -> None:
    told = read(sarif.render(sample_run(complete=False, warnings=("the clock is off",))))
    (invocation,) = told["invocations"]
    assert invocation["executionSuccessful"] is False
    said = {one["descriptor"]["id"]: one for one in invocation["toolExecutionNotifications"]}
    assert set(said) == {"incomplete", "fault", "warning", "void"}
    assert CRASHED.message in said["fault"]["message"]["text"]
    assert "policy/waivers.yaml:19 does not count: it expired" in said["void"]["message"]["text"]


def test_file_over_the_limits_keeps_the_worst_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "MOST_RESULTS", 4)
    told = read(sarif.render(sample_run()))
    assert [one["properties"]["outcome"] for one in told["results"]] == ["violated"] * 2 + ["unverified"] * 2
    (said,) = [
        one for one in told["invocations"][0]["toolExecutionNotifications"] if one["descriptor"]["id"] == "truncated"
    ]
    assert said["message"]["text"] == "5 results of 9 are left out, the least bad ones."


def test_file_that_is_too_large_when_packed_loses_results(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(sarif.render(sample_run()))
    monkeypatch.setattr(file, "LARGEST", 3_000)
    assert len(sarif.render(sample_run())) < whole
