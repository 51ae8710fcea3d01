"""A dataset without a column that a check needs is never honoured: the finding names the column, and what would help.

The first honouring scenario of each check is audited once as it is, to see which columns its questions read, and then
without each of these.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from clausecheck.check_files import check_files
from clausecheck.model import Outcome
from clausecheck.policy import Policy, load_policy
from clausecheck.records.all_questions import ALL_QUESTIONS
from clausecheck.targets.places import RESERVED
from fixtures.worlds.scenarios import ROOT, Scenario, all_scenarios, staged
from fixtures.worlds.trying import found

OVER_ROWS = {check.stem for check in check_files(ROOT) if check.kind in {*ALL_QUESTIONS, "transfer_mechanism"}}
HONOURING = {
    one.stem: one
    for one in reversed(all_scenarios())
    if one.stem in OVER_ROWS and one.expect["outcome"] == "honoured" and "sql" in one.world
}
CARRIED_ALONG = {
    "access_answers_are_explained": {"exports.subject"},
    "corrections_reach_every_store": {"corrections.of"},
    "data_is_used_for_declared_purposes": {"activities.key"},
    "exports_are_complete": {"exports.format"},
    "objections_are_honoured": {"objections.key"},
    "processing_stops_at_withdrawal": {"activities.key"},
    "requests_are_answered_in_time": {"requests.subject"},
    "restricted_people_are_left_alone": {"restrictions.key"},
    "transfers_have_a_mechanism": {"mechanisms.key"},
}
"""Columns that a statement names and no verdict rests on: it hands on whole rows, or looks whether there is a row at
all.
"""


def test_every_check_over_rows_has_one() -> None:
    assert set(HONOURING) == OVER_ROWS


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "policy")


@pytest.mark.parametrize("stem", HONOURING)
def test_what_is_missing_is_named(stem: str, tmp_path: Path, policy: Policy) -> None:
    one = HONOURING[stem]
    with staged(one, sql="sqlite", folder=tmp_path) as target:
        with _statements() as sent:
            assert found(one, target, policy).outcome is Outcome.HONOURED
        read = "\n".join(sent)
        kept = target.read_text()
        faults = {
            f"{dataset}.{role}": fault
            for number, dataset, role, column in _roles(one)
            if re.search(rf'\b{_table(one, number)}"?\."?{column}\b', read)
            if (fault := _without(one, target, json.loads(kept), number, role, policy))
        }
    assert not {name: fault for name, fault in faults.items() if name not in CARRIED_ALONG.get(stem, set())}


def _without(one: Scenario, file: Path, said: dict[str, Any], number: int, role: str, policy: Policy) -> str:
    """What is wrong with the finding where this role names a column that is not there; "" where nothing."""
    gone = f"gone_{role}"
    said["datasets"][number][role] = gone
    file.write_text(json.dumps(said))
    finding = found(one, file, policy)
    told = repr(finding)
    if finding.our_fault or finding.outcome is Outcome.HONOURED:
        return f"{finding.outcome}: {finding.message}"
    lacking = [part for part in (f"has no column {gone}", "CREATE VIEW", f"AS {gone} FROM") if part not in told]
    return f"says nothing of {lacking}: {finding.message}" if lacking else ""


def _roles(one: Scenario) -> Iterator[tuple[int, str, str, str]]:
    for number, dataset in enumerate(one.target["datasets"]):
        for role, column in dataset.items():
            if role not in RESERVED and dataset["system"] == "sql":
                yield number, dataset["name"], role, column


def _table(one: Scenario, number: int) -> str:
    table: str = one.target["datasets"][number]["table"]
    return table


@contextmanager
def _statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def sent(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", sent)
    try:
        yield statements
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", sent)
