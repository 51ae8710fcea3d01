import json
from pathlib import Path

import pytest

from clausecheck.errors import CommandError
from clausecheck.policy import load_policy
from clausecheck.policy.showing import as_json, as_lines
from clausecheck.policy.terms import in_words, plain_value

REPOSITORY = Path(__file__).parents[2]


def test_json_has_terms_beside_the_kind_and_periods_in_iso(folder: Path) -> None:
    shown = json.loads(json.dumps(as_json(load_policy(folder), ["6.a"])))
    assert shown["policy"]["version"] == "2024-03-15"
    assert shown["clauses"] == [
        {
            "id": "6.a",
            "title": "Communication records",
            "promise": "Support records are kept for 5 years.",
            "severity": "high",
            "owner": "support",
            "obligations": [
                {
                    "kind": "retention",
                    "category": "communication_records",
                    "period": "P5Y",
                    "anchor": "recorded_at",
                    "basis": "published",
                },
                {"kind": "backup_expiry", "expires_within": "P35D", "basis": "company", "approved_by": "engineering"},
                {"kind": "data_centre_report", "covers": "physical_access", "interval": "P1Y", "basis": "published"},
            ],
            "crosswalk": {},
        }
    ]


def test_all_121_clauses_are_shown_in_the_order_of_the_policy() -> None:
    policy = load_policy(REPOSITORY / "policy")
    shown = as_json(policy)["clauses"]
    assert len(shown) == 121
    assert [clause["id"] for clause in shown] == [clause.id for clause in policy.clauses]
    assert {key for clause in shown for key in clause} >= {"id", "title", "promise", "severity", "obligations"}


def test_an_informative_clause_says_why(folder: Path) -> None:
    policy = load_policy(folder)
    assert as_json(policy, ["1.1"])["clauses"][0]["informative"] == "A heading."
    assert "    Obliges nobody: A heading." in as_lines(policy, ["1.1"])


def test_lines_read_as_sentences(folder: Path) -> None:
    lines = as_lines(load_policy(folder), ["6.a"])
    assert lines[:3] == ["Small Ltd: Privacy Policy of 2024-03-15", "", "6. How long we keep it"]
    assert lines[4:] == [
        "6.a  Communication records [high, support]",
        "    Support records are kept for 5 years.",
        "    - retention; category: communication records; period: 5 years; anchor: recorded at (published)",
        "    - backup expiry; expires within: 35 days (company, approved by engineering)",
        "    - data centre report; covers: physical access; interval: 1 year (published)",
    ]


def test_an_unknown_clause_is_a_fault_of_the_command(folder: Path) -> None:
    with pytest.raises(CommandError, match="no clause '99'"):
        as_json(load_policy(folder), ["99"])


def test_terms_are_put_for_programs_and_for_readers() -> None:
    assert plain_value({"a": ("x", 1), "b": [True, None]}) == {"a": ["x", 1], "b": [True, None]}
    assert in_words(["bcrypt", "P1Y6M"]) == "bcrypt, 1 year and 6 months"
