"""Each kind of store, read from the AWS API over HTTP."""

import pytest

from clausecheck.connectors.aws import FACTS
from clausecheck.facts import Store

KEY = [{"name": "own"}]
ENCRYPTED_OR_NOT = [
    pytest.param("databases", "database", id="databases"),
    pytest.param("clusters", "database cluster", id="clusters"),
    pytest.param("queues", "queue", id="queues"),
    pytest.param("topics", "topic", id="topics"),
]
NAMELESS = [pytest.param("volumes", "volume", id="volumes"), pytest.param("file_systems", "file system", id="efs")]


def by_name(system, context) -> dict[str, Store]:
    return {store.name: store for store in FACTS["stores"](system, context)}


@pytest.mark.parametrize(("part", "kind"), ENCRYPTED_OR_NOT)
def test_named_stores_tell_encryption_cipher_and_key(world, context, part, kind):
    described = [{"name": "open", "encrypted": False}, {"name": "closed"}, {"name": "keyed", "key": "own"}]
    system, _ = world(keys=KEY, **{part: described})
    found = by_name(system, context)
    assert set(found) == {"open", "closed", "keyed"}
    assert {store.kind for store in found.values()} == {kind}
    assert found["open"].label == f"{kind} open"
    assert (found["open"].encrypted, found["open"].algorithm, found["open"].key_usable) == (False, None, None)
    for name in ("closed", "keyed"):
        assert (found[name].encrypted, found[name].algorithm, found[name].key_usable) == (True, "AES-256", True)
        assert found[name].untold == ""
    assert ":key/" in found["keyed"].key


@pytest.mark.parametrize(("part", "kind"), NAMELESS)
def test_stores_that_are_named_by_their_id(world, context, part, kind):
    described = [{"name": "a", "encrypted": False}, {"name": "b"}, {"name": "c", "key": "own"}]
    system, _ = world(keys=KEY, **{part: described})
    stores = FACTS["stores"](system, context)
    assert [(store.kind, store.encrypted, store.algorithm, store.key_usable) for store in stores] == [
        (kind, False, None, None),
        (kind, True, "AES-256", True),
        (kind, True, "AES-256", True),
    ]


@pytest.mark.parametrize(("part", "kind"), [("tables", "table"), ("log_groups", "log group")])
def test_what_aws_always_encrypts(world, context, part, kind):
    system, _ = world(keys=KEY, **{part: [{"name": "plain"}, {"name": "keyed", "key": "own"}]})
    found = by_name(system, context)
    assert {store.kind for store in found.values()} == {kind}
    assert [(found[name].algorithm, found[name].key_usable) for name in ("plain", "keyed")] == [("AES-256", True)] * 2
    assert found["plain"].key == ""


def test_snapshots_have_the_encryption_of_what_they_were_made_of(world, context):
    system, _ = world(
        databases=[{"name": "crm", "encrypted": False, "backups": True}, {"name": "reports"}],
        clusters=[{"name": "billing", "encrypted": False}],
        snapshots=[{"name": "crm-1", "of": "crm"}, {"name": "reports-1", "of": "reports"}],
        cluster_snapshots=[{"name": "billing-1", "of": "billing"}],
    )
    found = [store for store in FACTS["stores"](system, context) if "snapshot" in store.kind]
    told = {store.name: (store.kind, store.encrypted) for store in found}
    assert told.pop(next(name for name in told if name.startswith("rds:crm-"))) == ("database snapshot", False)
    assert told == {
        "crm-1": ("database snapshot", False),
        "reports-1": ("database snapshot", True),
        "billing-1": ("cluster snapshot", False),
    }


def test_only_own_volume_snapshots_count_and_lie_under_the_key_of_their_volume(world, context):
    system, front = world(keys=KEY, volumes=[{"key": "own", "snapshots": 2}, {"encrypted": False, "snapshots": 1}])
    snapshots = [store for store in FACTS["stores"](system, context) if store.kind == "volume snapshot"]
    assert [(store.encrypted, store.key_usable) for store in snapshots] == [(True, True), (True, True), (False, None)]
    assert "ec2:DescribeSnapshots" in front.seen


def test_a_bucket_without_configuration_is_not_encrypted(world, context):
    buckets = [{"name": "bucket-open", "method": "none"}, {"name": "bucket-s3"}, {"name": "bucket-kms", "key": "own"}]
    system, _ = world(keys=KEY, buckets=buckets)
    found = by_name(system, context)
    assert found["bucket-open"].encrypted is False
    assert (found["bucket-s3"].algorithm, found["bucket-s3"].key, found["bucket-s3"].key_usable) == (
        "AES-256",
        "",
        True,
    )
    assert (found["bucket-kms"].algorithm, found["bucket-kms"].key_usable) == ("AES-256", True)


@pytest.mark.parametrize(("day", "encrypted"), [("2023-01-04", None), ("2023-01-05", True)])
def test_a_bucket_from_before_s3_encrypted_everything_needs_an_inventory(world, context, day, encrypted):
    system, _ = world(buckets=[{"name": "bucket-of-age", "created": day}])
    [bucket] = FACTS["stores"](system, context)
    assert bucket.encrypted is encrypted
    assert ("inventory" in bucket.untold) is (encrypted is None)


def test_an_old_bucket_without_configuration_is_not_encrypted_all_the_same(world, context):
    system, _ = world(buckets=[{"name": "bucket-of-age", "created": "2020-01-01", "method": "none"}])
    [bucket] = FACTS["stores"](system, context)
    assert (bucket.encrypted, bucket.untold) == (False, "")


def test_names_that_two_regions_use_are_told_apart(world, context):
    queues = [{"name": "jobs"}, {"name": "jobs", "region": "eu-west-1"}, {"name": "mails"}]
    system, _ = world(regions=["us-east-1", "eu-west-1"], queues=queues)
    stores = FACTS["stores"](system, context)
    assert {store.label for store in stores} == {"queue jobs (us-east-1)", "queue jobs (eu-west-1)", "queue mails"}
    assert {store.name for store in stores} == {"jobs", "mails"}


def test_a_bucket_counts_wherever_it_lies_and_once(world, context):
    buckets = [{"name": "bucket-abroad", "region": "eu-central-1", "method": "none"}]
    system, front = world(regions=["us-east-1", "eu-west-1"], buckets=buckets)
    [bucket] = FACTS["stores"](system, context)
    assert (bucket.name, bucket.encrypted) == ("bucket-abroad", False)
    assert front.seen.count("s3:ListBuckets") == 1


def test_what_is_not_read_is_said(world, context):
    system, _ = world(queues=[{"name": "jobs"}])
    assert any("ElastiCache" in warning for warning in FACTS["stores"](system, context).warnings)
