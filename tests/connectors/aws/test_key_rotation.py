"""Keys: spec, state, rotation, and what becomes of those that could not be asked."""

import pytest

from clausecheck.connectors.aws import FACTS, calls_made
from clausecheck.connectors.aws import key_rotation as reading
from clausecheck.errors import CannotVerify
from fixtures.worlds.planted import found_in


def test_a_key_tells_spec_state_and_rotation(world, context):
    system, _ = world(keys=[{"name": "own", "rotation": True}, {"name": "other", "state": "disabled"}])
    rotating, other = sorted(FACTS["keys"](system, context), key=lambda key: not key.rotates)
    assert rotating.label == f"key {rotating.name}"
    assert (rotating.spec, rotating.usage, rotating.state) == ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "Enabled")
    assert (rotating.manager, rotating.origin, rotating.region) == ("CUSTOMER", "AWS_KMS", "us-east-1")
    assert (rotating.may_rotate, rotating.rotates, rotating.untold) == (True, True, "")
    assert (other.state, other.may_rotate, other.rotates) == ("Disabled", True, False)


@pytest.mark.parametrize("key", [{"spec": "RSA_2048"}, {"origin": "EXTERNAL"}])
def test_a_key_that_cannot_rotate_is_not_asked(world, context, key):
    system, front = world(keys=[{"name": "own", **key}])
    [told] = FACTS["keys"](system, context)
    assert (told.may_rotate, told.rotates, told.untold) == (False, False, "")
    assert "kms:GetKeyRotationStatus" not in front.seen


def test_the_keys_of_aws_rotate_and_are_not_asked(world, context, monkeypatch):
    system, front = world(keys=[{"name": "own"}])
    described = {"KeyManager": "AWS", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS", "KeyState": "Enabled"}
    monkeypatch.setattr(reading, "asked", lambda *_, **__: {"KeyMetadata": described})
    [told] = FACTS["keys"](system, context)
    assert (told.manager, told.rotates) == ("AWS", True)
    assert "kms:GetKeyRotationStatus" not in front.seen


def test_a_denied_rotation_leaves_the_rest_of_the_key(world, context):
    system, _ = world(keys=[{"name": "own"}], deny=["kms:GetKeyRotationStatus"])
    population = FACTS["keys"](system, context)
    [told] = population
    assert (told.state, told.rotates) == ("Enabled", None)
    assert "AccessDeniedException" in told.untold
    assert told.remedy == "allow the auditing identity kms:GetKeyRotationStatus"
    assert not found_in(repr(population))


def test_a_key_that_is_not_described_is_unreadable(world, context):
    system, _ = world(keys=[{"name": "own"}], deny=["kms:DescribeKey"])
    population = FACTS["keys"](system, context)
    assert len(population) == 0
    [entry] = population.unreadable
    assert entry.what.startswith("KMS key ")
    assert entry.what.endswith(" in us-east-1")
    assert entry.remedy == "allow the auditing identity kms:DescribeKey"


def test_one_region_that_is_denied_does_not_cost_the_other(world, context):
    regions = ["us-east-1", "eu-west-1"]
    keys = [{"name": "here"}, {"name": "there", "region": "eu-west-1"}]
    system, _ = world(regions=regions, keys=keys, deny=["kms:ListKeys@eu-west-1"])
    population = FACTS["keys"](system, context)
    assert [key.region for key in population] == ["us-east-1"]
    assert [entry.what for entry in population.unreadable] == ["KMS keys in eu-west-1"]


def test_keys_that_no_region_lists_are_no_population(world, context):
    system, _ = world(deny=["kms:ListKeys"])
    with pytest.raises(CannotVerify, match="no region listed its keys") as refused:
        FACTS["keys"](system, context)
    assert refused.value.remedy == "allow the auditing identity kms:ListKeys"


def test_one_listing_a_region_and_two_questions_a_key_that_can_rotate(world, context):
    keys = [{"name": "own", "repeat": 2}, {"name": "signs", "spec": "RSA_2048", "region": "eu-west-1"}]
    system, front = world(regions=["us-east-1", "eu-west-1"], keys=keys)
    assert len(FACTS["keys"](system, context)) == 3
    assert calls_made(system) == {
        "sts:GetCallerIdentity": 1, "kms:ListKeys": 2, "kms:DescribeKey": 3, "kms:GetKeyRotationStatus": 2,
    }  # fmt: skip
    assert len(front.seen) == 8
