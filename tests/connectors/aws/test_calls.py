"""Pages, counts, and what a call becomes that was denied, failed or never came back."""

import time

import pytest
from botocore.stub import Stubber

from clausecheck.connectors.aws import FACTS, calls, calls_made
from clausecheck.connectors.aws.sessions import opened
from clausecheck.errors import CannotVerify
from fixtures.worlds.planted import found_in

LISTINGS = {
    "rds:DescribeDBInstances", "rds:DescribeDBClusters", "rds:DescribeDBSnapshots", "rds:DescribeDBClusterSnapshots",
    "ec2:DescribeVolumes", "ec2:DescribeSnapshots", "s3:ListBuckets", "dynamodb:ListTables", "sqs:ListQueues",
    "sns:ListTopics", "logs:DescribeLogGroups", "elasticfilesystem:DescribeFileSystems",
}  # fmt: skip
DENIABLE = [
    ("rds:DescribeDBInstances", "RDS instances in us-east-1", "rds:DescribeDBInstances"),
    ("rds:DescribeDBClusters", "RDS clusters in us-east-1", "rds:DescribeDBClusters"),
    ("rds:DescribeDBSnapshots", "RDS snapshots in us-east-1", "rds:DescribeDBSnapshots"),
    ("rds:DescribeDBClusterSnapshots", "RDS cluster snapshots in us-east-1", "rds:DescribeDBClusterSnapshots"),
    ("ec2:DescribeVolumes", "EBS volumes in us-east-1", "ec2:DescribeVolumes"),
    ("ec2:DescribeSnapshots", "EBS snapshots in us-east-1", "ec2:DescribeSnapshots"),
    ("s3:ListBuckets", "S3 buckets in us-east-1", "s3:ListAllMyBuckets"),
    ("s3:GetBucketEncryption", "bucket bucket-one", "s3:GetEncryptionConfiguration"),
    ("dynamodb:ListTables", "DynamoDB tables in us-east-1", "dynamodb:ListTables"),
    ("dynamodb:DescribeTable", "DynamoDB table sessions in us-east-1", "dynamodb:DescribeTable"),
    ("sqs:ListQueues", "SQS queues in us-east-1", "sqs:ListQueues"),
    ("sqs:GetQueueAttributes", "SQS queue jobs in us-east-1", "sqs:GetQueueAttributes"),
    ("sns:ListTopics", "SNS topics in us-east-1", "sns:ListTopics"),
    ("sns:GetTopicAttributes", "SNS topic alerts in us-east-1", "sns:GetTopicAttributes"),
    ("logs:DescribeLogGroups", "CloudWatch log groups in us-east-1", "logs:DescribeLogGroups"),
    ("elasticfilesystem:DescribeFileSystems", "EFS file systems in us-east-1", "elasticfilesystem:DescribeFileSystems"),
]
ONE_OF_EACH = {
    "buckets": [{"name": "bucket-one"}],
    "tables": [{"name": "sessions"}],
    "queues": [{"name": "jobs"}],
    "topics": [{"name": "alerts"}],
}


def test_each_denied_call_is_an_unreadable_entry_and_never_an_absence(world, context):
    system, front = world(**ONE_OF_EACH)
    whole = len(FACTS["stores"](system, context))
    for operation, what, action in DENIABLE:
        front.deny = (operation,)
        population = FACTS["stores"](system, context)
        assert [entry.what for entry in population.unreadable] == [what], operation
        [entry] = population.unreadable
        assert entry.remedy == f"allow the auditing identity {action}"
        assert entry.why.startswith("AWS answered A") or "Unauthorized" in entry.why
        assert not found_in(repr(population))
        assert len(population) <= whole


def test_a_listing_is_read_to_its_last_page(world, context):
    system, front = world(log_groups=[{"name": "/portal/access", "repeat": 120}])
    population = FACTS["stores"](system, context)
    assert len({store.name for store in population}) == 120
    assert calls_made(system)["logs:DescribeLogGroups"] == front.seen.count("logs:DescribeLogGroups") == 3


@pytest.mark.parametrize(
    ("part", "operation", "size"),
    [
        ({"queues": [{"name": "jobs", "repeat": 5}]}, "sqs:list_queues", "sqs:ListQueues"),
    ],
)
def test_services_that_give_pages_only_when_asked_are_asked(world, context, monkeypatch, part, operation, size):
    monkeypatch.setitem(calls.PAGE_SIZES, operation, 2)
    system, front = world(**part)
    [described] = next(iter(part.values()))
    assert len(FACTS["stores"](system, context)) == described["repeat"]
    assert front.seen.count(size) == 3


@pytest.mark.parametrize(
    ("service", "operation", "key", "size", "token"),
    [
        ("ec2", "describe_volumes", "Volumes", "MaxResults", "NextToken"),
        ("ec2", "describe_snapshots", "Snapshots", "MaxResults", "NextToken"),
        ("s3", "list_buckets", "Buckets", "MaxBuckets", "ContinuationToken"),
    ],
)
def test_pages_that_moto_does_not_give(world, service, operation, key, size, token):
    system, _ = world()
    account = opened(system)
    client = account.client(service, "us-east-1")
    terms = {size: calls.PAGE_SIZES[f"{service}:{operation}"]}
    with Stubber(client) as stub:
        stub.add_response(operation, {key: [{}, {}], token: "next"}, terms)
        stub.add_response(operation, {key: [{}]}, {**terms, token: "next"})
        listing = calls.listed(account, service, "us-east-1", operation, key, "things")
    assert (len(listing.items), listing.unreadable) == (3, ())


@pytest.mark.parametrize(
    ("part", "operation", "number", "calls_of_it"),
    [
        ({"tables": [{"name": "table", "repeat": 101}]}, "dynamodb:ListTables", 101, 2),
        ({"topics": [{"name": "topic", "repeat": 101}]}, "sns:ListTopics", 101, 2),
        ({"file_systems": [{"name": "fs", "repeat": 12}]}, "elasticfilesystem:DescribeFileSystems", 12, 2),
    ],
)
def test_services_that_give_pages_by_themselves(world, context, part, operation, number, calls_of_it):
    system, front = world(**part)
    assert len(FACTS["stores"](system, context)) == number
    assert front.seen.count(operation) == calls_of_it


def test_calls_are_one_listing_a_service_and_region_and_what_the_api_forces(world, context):
    system, front = world(
        regions=["us-east-1", "eu-west-1"],
        keys=[{"name": "own"}],
        databases=[{"name": "crm", "key": "own"}, {"name": "reports", "key": "own"}],
        volumes=[{"key": "own", "snapshots": 1}],
        log_groups=[{"name": "/portal", "repeat": 3}],
        file_systems=[{"name": "shared", "key": "own"}],
        buckets=[{"name": "bucket-call", "repeat": 4}],
        tables=[{"name": "table", "repeat": 2}],
        queues=[{"name": "queue", "repeat": 3}],
        topics=[{"name": "topic", "key": "own"}],
    )
    FACTS["stores"](system, context)
    made = calls_made(system)
    regional = dict.fromkeys(LISTINGS - {"s3:ListBuckets"}, 2)
    forced = {
        "sts:GetCallerIdentity": 1, "s3:ListBuckets": 1, "s3:GetBucketEncryption": 4, "dynamodb:DescribeTable": 2,
        "sqs:GetQueueAttributes": 3, "sns:GetTopicAttributes": 1, "kms:DescribeKey": 1,
    }  # fmt: skip
    assert {name: made[name] for name in regional | forced} == regional | forced
    assert made.total() == sum((regional | forced).values()) == len(front.seen)


def test_a_service_that_answers_500_is_unreadable_after_the_retries(world, context):
    system, front = world(queues=[{"name": "jobs"}], tables=[{"name": "sessions"}], broken=["dynamodb:*"])
    population = FACTS["stores"](system, context)
    assert [store.name for store in population] == ["jobs"]
    [entry] = population.unreadable
    assert (entry.what, entry.why) == ("DynamoDB tables in us-east-1", "AWS answered 500")
    assert front.seen.count("dynamodb:ListTables") == 3
    assert calls_made(system)["dynamodb:ListTables"] == 1


def test_a_service_that_hangs_costs_its_own_stores_and_the_time_limit(world, context):
    system, _ = world(queues=[{"name": "jobs"}], slow=["elasticfilesystem:*"], time_limit=3)
    began = time.monotonic()
    population = FACTS["stores"](system, context)
    assert time.monotonic() - began < 15
    assert [store.name for store in population] == ["jobs"]
    [entry] = population.unreadable
    assert entry.what == "EFS file systems in us-east-1"
    assert entry.why == "no answer within 1 s (ReadTimeoutError)"


def test_a_silent_endpoint_is_not_asked_again(world, context):
    system, front = world(
        buckets=[{"name": "bucket-slow", "repeat": 40}], slow=["s3:GetBucketEncryption"], time_limit=1.5
    )
    population = FACTS["stores"](system, context)
    assert len(population) == 0
    assert len(population.unreadable) == 40
    assert front.seen.count("s3:GetBucketEncryption") < 40
    assert any("not asked again" in entry.why for entry in population.unreadable)


def test_a_region_that_is_denied_does_not_cost_the_other(world, context):
    queues = [{"name": "here"}, {"name": "there", "region": "eu-west-1"}]
    system, _ = world(regions=["us-east-1", "eu-west-1"], queues=queues, deny=["sqs:*@eu-west-1"])
    population = FACTS["stores"](system, context)
    assert [store.name for store in population] == ["here"]
    assert [entry.what for entry in population.unreadable] == ["SQS queues in eu-west-1"]


def test_a_listing_that_breaks_off_keeps_what_it_has_and_says_so(world, context, monkeypatch):
    system, front = world(log_groups=[{"name": "/portal/access", "repeat": 60}])
    _deny_after(front, "logs:DescribeLogGroups", 1, monkeypatch)
    population = FACTS["stores"](system, context)
    assert len(population) == 50
    assert [entry.what for entry in population.unreadable] == ["further CloudWatch log groups in us-east-1"]


def _deny_after(front, operation, times, monkeypatch):
    class Seen(list):
        def append(self, action):
            super().append(action)
            if self.count(operation) > times:
                front.deny = (operation,)

    monkeypatch.setattr(front, "seen", Seen())


def test_nothing_answered_is_no_population(world, context):
    system, _ = world(deny=["rds:*", "ec2:*", "s3:*", "dynamodb:*", "elasticfilesystem:*", "sqs:*", "sns:*", "logs:*"])
    with pytest.raises(CannotVerify, match="none of 11 listings") as refused:
        FACTS["stores"](system, context)
    assert not found_in(str(refused.value))
    assert refused.value.remedy.startswith("allow the auditing identity")
