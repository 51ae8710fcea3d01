import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clausecheck.model import Holding, Run
from clausecheck.reports import ocsf
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import HOLDS, LATE, UNREACHED, sample_run

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "ocsf-1.6.0-compliance-finding.json").read_text(encoding="utf-8")
)


def events(run: Run) -> Any:
    return json.loads(ocsf.render(run))


def event(run: Run, message: str) -> Any:
    return next(one for one in events(run) if one["message"].startswith(message[:40]))


def test_every_event_satisfies_the_schema_of_its_class() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for run in (sample_run(), run_with_past()):
        for one in events(run):
            validator.validate(one)
    assert events(sample_run(clauses=())) == []


@pytest.mark.parametrize("broken", [{"class_uid": "2003"}, {"unknown": 1}, {"compliance": None}])
def test_schema_refuses_what_is_no_event(run: Run, broken: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(events(run)[0] | broken, SCHEMA)


def test_statuses_keep_what_is_not_known_apart_from_what_passed(run: Run) -> None:
    told = [(one["unmapped"]["outcome"], one["compliance"]["status"], one["status"]) for one in events(run)]
    assert set(told) == {
        ("violated", "Fail", "New"), ("unverified", "Unknown", "New"), ("waived", "Fail", "Suppressed"),
        ("attested", "Attested", "Resolved"), ("honoured", "Pass", "Resolved"),
    }  # fmt: skip


def test_event_names_clause_provisions_resource_and_remedy() -> None:
    where = Holding(dataset="c", category="c", system="crm", resource=LATE.resource, regions=("us-east-1",))
    late = event(sample_run(holdings=(where,)), LATE.message)
    assert (late["compliance"]["control"], late["severity"], late["count"]) == ("6.c", "High", 1_234)
    assert late["resources"][0]["name"] == "crm.communications"
    assert late["resources"][0]["region"] == "us-east-1"
    assert late["remediation"]["desc"] == "Delete them."
    assert late["time"] == 1_772_366_475_250


def test_history_makes_new_events_updates_and_closings() -> None:
    run = run_with_past()
    assert event(run, LATE.message)["activity_name"] == "Update"
    assert event(run, HOLDS.message)["activity_name"] == "Close"
    assert event(run, UNREACHED.message)["type_uid"] == 200_302
    assert {one["activity_name"] for one in events(sample_run())} == {"Create"}
    assert event(run, LATE.message)["finding_info"]["first_seen_time"] == 1_771_761_600_000


def test_uid_of_a_finding_stays_the_same_over_runs() -> None:
    first, second = events(sample_run(id="a")), events(sample_run(id="b"))
    assert [one["finding_info"]["uid"] for one in first] == [one["finding_info"]["uid"] for one in second]
    assert {one["metadata"]["uid"] for one in first}.isdisjoint(one["metadata"]["uid"] for one in second)
