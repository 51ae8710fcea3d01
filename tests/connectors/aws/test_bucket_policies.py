"""Buckets: what their policies are told to be, and what a policy that cannot be read becomes."""

import pytest

from clausecheck.connectors.aws import FACTS, bucket_policies, calls_made
from clausecheck.errors import CannotVerify
from fixtures.worlds.planted import found_in

TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::policy-tls", "arn:aws:s3:::policy-tls/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
AMY = {
    "Effect": "Allow",
    "Principal": {"AWS": ["arn:aws:iam::ACCOUNT:user/amy.smith", "arn:aws:iam::999999999999:root"]},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::policy-amy/*",
    "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.7/32"}},
}


def test_a_policy_is_told_as_its_statements(world, context):
    system, _ = world(buckets=[{"name": "policy-tls", "policy": TLS}])
    [bucket] = FACTS["buckets"](system, context)
    assert (bucket.label, bucket.name, bucket.region) == ("bucket policy-tls", "policy-tls", "us-east-1")
    assert (bucket.refuses_plain_http, bucket.allows_everybody, bucket.allows_outsiders) == (True, False, False)
    [statement] = bucket.statements
    assert (statement.allows, statement.principals, statement.actions) == (False, ("everybody",), ("s3:*",))
    assert statement.conditions == ("bool aws:securetransport",)


def test_people_and_addresses_in_a_policy_are_not_shown(world, context):
    system, _ = world(buckets=[{"name": "policy-amy", "policy": AMY}])
    population = FACTS["buckets"](system, context)
    [bucket] = population
    assert (bucket.allows_everybody, bucket.allows_outsiders) == (False, True)
    [statement] = bucket.statements
    assert statement.principals[0].startswith("principal-")
    assert statement.principals[1] == "arn:aws:iam::999999999999:root"
    assert "amy" not in repr(statement.principals)
    assert "198.51" not in repr(population)


def test_a_bucket_without_policy_is_told_to_have_none(world, context):
    system, _ = world(buckets=[{"name": "policy-none"}])
    [bucket] = FACTS["buckets"](system, context)
    assert (bucket.statements, bucket.refuses_plain_http) == ((), False)
    assert (bucket.allows_everybody, bucket.allows_outsiders, bucket.untold) == (False, False, "")


def test_a_principal_by_id_alone_is_not_told_to_be_inside(world, context):
    gone = {"Effect": "Allow", "Principal": {"AWS": "AIDAEXAMPLEEXAMPLE000"}, "Action": "*", "Resource": "*"}
    system, _ = world(buckets=[{"name": "policy-gone", "policy": gone}])
    [bucket] = FACTS["buckets"](system, context)
    assert bucket.allows_outsiders is None
    assert "does not tell the account" in bucket.untold


@pytest.mark.parametrize("document", ["not JSON", '{"Statement": ["x"]}', '{"Statement": 7}'])
def test_a_policy_that_is_none_is_not_told(world, context, monkeypatch, document):
    system, _ = world(buckets=[{"name": "policy-odd"}])
    monkeypatch.setattr(bucket_policies, "asked", lambda *_, **__: {"Policy": document})
    [bucket] = FACTS["buckets"](system, context)
    assert (bucket.statements, bucket.refuses_plain_http, bucket.allows_everybody) == (None, None, None)
    assert bucket.untold


def test_a_denied_policy_is_unreadable_and_no_absence(world, context):
    system, _ = world(buckets=[{"name": "policy-tls", "policy": TLS}], deny=["s3:GetBucketPolicy"])
    population = FACTS["buckets"](system, context)
    assert len(population) == 0
    [entry] = population.unreadable
    assert (entry.what, entry.remedy) == (
        "policy of bucket policy-tls",
        "allow the auditing identity s3:GetBucketPolicy",
    )
    assert not found_in(repr(population))


def test_buckets_that_are_not_listed_are_no_population(world, context):
    system, _ = world(deny=["s3:ListBuckets"])
    with pytest.raises(CannotVerify, match="not listed") as refused:
        FACTS["buckets"](system, context)
    assert refused.value.remedy == "allow the auditing identity s3:ListAllMyBuckets"


def test_one_listing_and_one_question_a_bucket(world, context):
    system, front = world(regions=["us-east-1", "eu-west-1"], buckets=[{"name": "policy-many", "repeat": 3}])
    FACTS["buckets"](system, context)
    assert calls_made(system) == {"sts:GetCallerIdentity": 1, "s3:ListBuckets": 1, "s3:GetBucketPolicy": 3}
    assert len(front.seen) == 5


def test_stores_ask_for_no_policy_and_no_rotation(world, context):
    system, front = world(keys=[{"name": "own"}], buckets=[{"name": "policy-store", "key": "own"}])
    FACTS["stores"](system, context)
    assert {"s3:GetBucketPolicy", "kms:ListKeys", "kms:GetKeyRotationStatus"} & {*front.seen} == set()
