"""Which datasets the obligations on use are judged over: all of them, or the first category alone."""

from typing import Any

import pytest

from clausecheck.model import Basis, Obligation
from clausecheck.policy.obligations.use import DeclaredMessageClass, DeclaredPurpose
from clausecheck.records.all_questions import places
from clausecheck.targets.model import Dataset, Place, Target

NAMES = ("access_log", "processing_activities", "messages", "marketing_sends")
TARGET = Target(
    name="t", mode="read-only", environment="demo", systems={},
    datasets=tuple(
        Dataset(name=name, category=name, places=(Place(system="sql", table=name, roles={}),)) for name in NAMES
    ),
)  # fmt: skip
PURPOSE: dict[str, Any] = {"kind": "declared_purpose", "basis": Basis.PUBLISHED}
MESSAGE: dict[str, Any] = {"kind": "declared_message_class", "basis": Basis.PUBLISHED}


@pytest.mark.parametrize(
    ("obligation", "judged"),
    [
        (DeclaredPurpose(**PURPOSE), ["access_log", "processing_activities"]),
        (DeclaredPurpose(**PURPOSE, purpose="security"), ["access_log"]),
        (DeclaredMessageClass(**MESSAGE), ["messages", "marketing_sends"]),
        (DeclaredMessageClass(**MESSAGE, message_class="follow_up"), ["messages"]),
    ],
)
def test_an_obligation_on_one_purpose_or_class_looks_where_it_shows(obligation: Obligation, judged: list[str]) -> None:
    assert [dataset.category for dataset, _ in places(obligation, TARGET)] == judged
