from clausecheck.connectors.aws import reach
from clausecheck.targets.model import System
from fixtures.worlds.planted import found_in


def test_what_answers_is_counted(world, context):
    system, front = world(queues=[{"name": "jobs"}], switched_on=["us-east-1", "eu-west-1"])
    told = reach(system, context)
    assert told.reached
    assert told.can == (
        "1 stores",
        "1 administrators",
        "0 buckets with their policies",
        "0 keys with their rotation",
        "7 monitors",
        "0 ways of access",
        "1 ways of data",
        "0 log stores",
        "0 stores with their backups",
    )
    assert told.identity.endswith(f"of account {front.account}")
    assert (told.missing, told.grants) == ((), ())
    assert any("eu-west-1" in warning for warning in told.warnings), "regions that the target does not name"


def test_what_is_denied_is_named_with_its_grant(world, context):
    system, _ = world(queues=[{"name": "jobs"}], deny=["sqs:ListQueues", "iam:GetAccountAuthorizationDetails"])
    told = reach(system, context)
    assert told.reached
    assert any(one.startswith("SQS queues in us-east-1") for one in told.missing)
    assert "allow the auditing identity sqs:ListQueues" in told.grants
    assert "allow the auditing identity iam:GetAccountAuthorizationDetails" in told.grants
    assert not found_in(repr(told))


def test_policies_and_rotation_that_may_not_be_read_are_named_with_their_grants(world, context):
    system, _ = world(
        keys=[{"name": "own"}],
        buckets=[{"name": "reach-policy"}],
        deny=["s3:GetBucketPolicy", "kms:GetKeyRotationStatus"],
    )
    told = reach(system, context)
    assert any(one.startswith("policy of bucket reach-policy") for one in told.missing)
    assert any("whether it rotates could not be read" in one for one in told.missing)
    assert told.grants == (
        "allow the auditing identity s3:GetBucketPolicy",
        "allow the auditing identity kms:GetKeyRotationStatus",
    )
    assert not found_in(repr(told))


def test_buckets_that_are_not_listed_are_named_once(world, context):
    system, _ = world(deny=["s3:ListBuckets", "kms:ListKeys"])
    told = reach(system, context)
    assert told.can == ("0 stores", "1 administrators", "4 monitors", "0 stores with their backups")
    assert told.grants == (
        "allow the auditing identity s3:ListAllMyBuckets",
        "allow the auditing identity kms:ListKeys",
    )


def test_one_fact_that_tells_nothing_leaves_the_other(world, context):
    system, _ = world(deny=["iam:*"])
    told = reach(system, context)
    assert told.can == (
        "0 stores",
        "0 buckets with their policies",
        "0 keys with their rotation",
        "4 monitors",
        "0 ways of data",
        "0 log stores",
        "0 stores with their backups",
    )
    assert any("neither root nor users" in one for one in told.missing)


def test_an_identity_that_can_write_is_warned_of(world, context):
    system, _ = world(users=[{"name": "moto", "policies": ["AdministratorAccess"]}])
    told = reach(system, context)
    assert any("can write" in warning for warning in told.warnings)
    assert "moto" not in told.identity


def test_it_never_raises(context):
    told = reach(System(name="cloud", kind="aws", settings={"regions": 7}), context)
    assert not told.reached
    assert told.missing
    told = reach(System(name="cloud", kind="aws", settings={"regions": ["us-east-1"], "endpoint_url": "::"}), context)
    assert not told.reached
    assert told.missing
