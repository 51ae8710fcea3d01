"""Answers that are meant to harm: each ends in time, is recorded as unreadable, and leaves the rest unaffected."""

import gzip
import json
import time

import pytest

from clausecheck.connectors.aws import FACTS, calls

XML = {"Content-Type": "text/xml"}
JSON = {"Content-Type": "application/x-amz-json-1.1"}
LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'lol'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 30))
    + "]><DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>"
    "<DBInstanceIdentifier>&l29;</DBInstanceIdentifier></DBInstance></DBInstances></DescribeDBInstancesResult>"
    "</DescribeDBInstancesResponse>"
).encode()
OUTSIDE = (
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><DescribeDBInstancesResponse>"
    b"<DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>&f;</DBInstanceIdentifier></DBInstance>"
    b"</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>"
)
DEEP = b'{"logGroups": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"
PAGE = b"<html><head/><body>Sign in first</body></html>"
THROTTLED = json.dumps({"__type": "ThrottlingException", "message": "slow down"}).encode()


@pytest.mark.parametrize(
    ("action", "status", "head", "body", "what"),
    [
        ("rds:DescribeDBInstances", 200, XML, LAUGHS, "RDS instances"),
        ("rds:DescribeDBInstances", 200, XML, OUTSIDE, "RDS instances"),
        ("rds:DescribeDBInstances", 200, XML, b"<DescribeDBInstancesResponse><unclosed>", "RDS instances"),
        ("rds:DescribeDBInstances", 200, XML, b"\xff\xfe\x00\xd8", "RDS instances"),
        ("logs:DescribeLogGroups", 200, JSON, DEEP, "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 200, JSON, b'{"logGroups": [', "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 200, JSON, b"\xff\xfe", "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 200, JSON, b'{"error": "sign in first"}', "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 200, JSON, b"[]", "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 200, {"Content-Type": "text/html"}, PAGE, "CloudWatch log groups"),
        ("s3:ListBuckets", 200, {"Content-Type": "text/html"}, PAGE, "S3 buckets"),
        ("rds:DescribeDBInstances", 200, {"Content-Type": "text/html"}, PAGE, "RDS instances"),
        ("logs:DescribeLogGroups", 400, {**JSON, "Retry-After": "86400"}, THROTTLED, "CloudWatch log groups"),
        ("logs:DescribeLogGroups", 302, {"Location": "http://127.0.0.1:1/elsewhere"}, b"", "CloudWatch log groups"),
    ],
    ids=[
        "laughs",
        "outside",
        "unclosed",
        "bytes",
        "deep",
        "cut",
        "no text",
        "of another",
        "a list",
        "page for JSON",
        "page for S3",
        "page for RDS",
        "throttled",
        "redirected",
    ],
)
def test_what_cannot_be_read_is_unreadable_and_the_rest_is_read(world, context, action, status, head, body, what):
    system, front = world(queues=[{"name": "jobs"}], time_limit=90.0)
    front.answers = {action: (status, head, body)}
    began = time.monotonic()
    population = FACTS["stores"](system, context)
    assert [entry.what for entry in population.unreadable] == [f"{what} in us-east-1"]
    assert [store.name for store in population] == ["jobs"]
    assert time.monotonic() - began < 60
    assert "root:" not in repr(population)


@pytest.mark.parametrize("group", [None, {"logGroupName": "x" * 10}])
def test_a_listing_whose_pages_name_the_same_next_one_for_ever(world, context, group):
    system, front = world(queues=[{"name": "jobs"}])
    page = {"logGroups": [group] if group else [], "nextToken": "again"}
    front.answers = {"logs:DescribeLogGroups": (200, JSON, json.dumps(page).encode())}
    [entry] = FACTS["stores"](system, context).unreadable
    assert entry.what.endswith("CloudWatch log groups in us-east-1")
    assert front.seen.count("logs:DescribeLogGroups") < 5


def test_a_listing_that_names_ever_new_pages(world, context, monkeypatch):
    """Counted from zero without an end, as no bound of boto3's own would notice."""
    system, _ = world()
    endless = ({"logGroups": [], "nextToken": str(number)} for number in iter(int, 1))
    with pytest.raises(calls.Unanswered, match="did not end after 100 pages"):
        list(calls._bounded(endless, system.time_limit))
    monkeypatch.setattr(calls, "MOST_PAGES", 7)
    full = ({"logGroups": [{}]} for _ in iter(int, 1))
    with pytest.raises(calls.Unanswered, match="did not end after 7 pages"):
        list(calls._bounded(full, system.time_limit))
    with pytest.raises(calls.Unanswered, match="did not end"):
        list(calls._bounded(({"logGroups": [{}]} for _ in iter(int, 1)), -1))


def test_a_small_answer_that_unfolds_into_a_large_one(world, context):
    """Ten megabytes of nothing in ten kilobytes: read, not understood, and told."""
    system, front = world(queues=[{"name": "jobs"}])
    body = gzip.compress(b" " * 10_000_000)
    front.answers = {"logs:DescribeLogGroups": (200, {**JSON, "Content-Encoding": "gzip"}, body)}
    population = FACTS["stores"](system, context)
    assert [entry.what for entry in population.unreadable] == ["CloudWatch log groups in us-east-1"]
