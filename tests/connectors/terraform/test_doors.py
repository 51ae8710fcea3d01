"""A policy that is set but not known yet is no default policy."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform import FACTS
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.terraform import built

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SET = {"refers": {"policy": ["aws_iam_role.reader.arn", "aws_iam_role.reader"]}}


@pytest.mark.parametrize(("more", "untold"), [(SET, 1), ({}, 0)])
def test_a_key_whose_policy_is_known_after_apply(tmp_path: Path, more: dict[str, object], untold: int) -> None:
    key = {"address": "aws_kms_key.data", "unknown": ["policy"], **more}
    with built({"account": "123456789012", "resources": [key]}, sql="", folder=tmp_path) as told:
        system = System(name="infra", kind="terraform", settings=told)
        context = Context(as_of=NOW, clock=NOW, pseudonyms=Pseudonyms(b"key"), time_zone="UTC")
        found = FACTS["accesses"](system, context)
    assert len([one for one in found if one.untold]) == untold
