import json
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest

from clausecheck.model import Finding, Outcome, Run
from clausecheck.reports import report_json
from tests.reports.sample import CONTROLS, LATE, clause, sample_run

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def report(run: Run) -> Any:
    return json.loads(report_json.render(run))


def test_report_satisfies_its_schema(report: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(report, SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("broken", [{"outcome": "green"}, {"examined": -1}, {"examples": ["a"] * 6}, {"check": None}])
def test_schema_refuses_what_is_no_finding(report: Any, broken: dict[str, object]) -> None:
    report["clauses"][-2]["findings"][0].update(broken)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, SCHEMA)


def test_schema_names_every_field_of_a_finding() -> None:
    declared = set(SCHEMA["$defs"]["finding"]["properties"])
    assert declared == {field.name for field in fields(Finding)} - {"clause"} | {"seen"}


def test_moments_have_an_offset(report: Any) -> None:
    assert report["run"]["as_of"] == "2026-03-01T12:00:00+00:00"
    assert report["run"]["finished_at"] == "2026-03-01T12:01:15.250000+00:00"


def test_totals_count_every_clause_once(report: Any) -> None:
    assert report["totals"] == {
        "violated": 2, "unverified": 3, "waived": 1, "attested": 1, "honoured": 1, "informative": 5,
    }  # fmt: skip
    assert sum(report["totals"].values()) == len(report["clauses"])


def test_clauses_stand_in_the_order_of_the_policy(report: Any, run: Run) -> None:
    assert [clause["id"] for clause in report["clauses"]] == [result.clause.id for result in run.clauses]


def test_finding_keeps_its_counts_and_at_most_five_examples(report: Any) -> None:
    late, unreached = report["clauses"][-2]["findings"]
    assert (late["examined"], late["violations"], late["undecidable"]) == (84_120, 1_234, 7)
    assert (late["held"], late["excluded"], late["counts"]["soft_deleted"]) == (41, 112, 3)
    assert len(late["examples"]) == 5
    assert unreached["outcome"] == "unverified"


def test_names_survive_unchanged_and_the_file_stays_printable(run: Run) -> None:
    text = report_json.render(run)
    text.encode("utf-8")
    assert "\x9b" not in text
    (second_factor,) = [clause for clause in json.loads(text)["clauses"] if clause["id"] == "4.1.c"]
    assert second_factor["findings"][0]["remedy"] == CONTROLS


def test_read_only_mappings_are_written_too() -> None:
    finding = replace(LATE, counts=MappingProxyType({"late": 2}), outcome=Outcome.VIOLATED)
    report = json.loads(report_json.render(sample_run(clauses=(clause("6.c", "Late", finding),))))
    assert report["clauses"][0]["findings"][0]["counts"] == {"late": 2}
