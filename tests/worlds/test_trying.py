"""In what a finding differs from what a scenario expects of it: nothing may come out that nobody expected."""

from dataclasses import replace

import pytest

from clausecheck.model import Finding, Outcome
from fixtures.worlds.trying import deviation

FINDING = Finding(
    clause="6.c",
    check="records_leave_on_time",
    obligation="retention",
    system="sql",
    resource="sql.tickets",
    outcome=Outcome.VIOLATED,
    message="2 of 9",
    examined=9,
    violations=2,
    counts={"soft_deleted": 1},
    examples=("record-1", "record-2"),
    warnings=("soft deletion is no deletion",),
)
EXPECT = {"outcome": "violated", "examined": 9, "violations": 2, "counts": {"soft_deleted": 1}, "message": "2 of 9"}


def test_what_is_expected_deviates_in_nothing() -> None:
    assert not deviation(EXPECT, FINDING)


@pytest.mark.parametrize(
    ("expect", "finding", "differs"),
    [
        ({}, {"undecidable": 3}, "undecidable is 3, not 0"),
        ({}, {"waived": 2}, "waived is 2, not 0"),
        ({"held": 1}, {}, "held is 0, not 1"),
        ({"counts": {}}, {}, "counts.soft_deleted is 1, not 0"),
        ({}, {"counts": {}}, "counts.soft_deleted is 0, not 1"),
        ({}, {"examples": ("record-1",)}, "named is 1, not 2"),
        ({"warnings": 0}, {}, "warnings is 1, not 0"),
        ({"message": "3 of 9"}, {}, "its message lacks '3 of 9'"),
        ({"outcome": "honoured"}, {}, "outcome is violated, not honoured"),
        ({}, {"our_fault": True}, "a fault of our own"),
    ],
)
def test_whatever_is_left_out_is_0(expect: dict[str, object], finding: dict[str, object], differs: str) -> None:
    told = deviation({**EXPECT, **expect}, replace(FINDING, **finding))  # type: ignore[arg-type]
    assert told.startswith(differs)


def test_null_is_any_number_and_five_are_named_at_most() -> None:
    assert not deviation({**EXPECT, "examined": None, "counts": {"soft_deleted": None}}, FINDING)
    many = replace(FINDING, violations=9, examples=("record",) * 5)
    assert not deviation({**EXPECT, "violations": 9}, many)
