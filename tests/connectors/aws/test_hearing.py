"""Each operation of AWS is told with its region, its items and what it failed with, and without a value."""

from dataclasses import replace

import pytest
from botocore.exceptions import EndpointConnectionError

from clausecheck.connectors.aws import FACTS
from clausecheck.connectors.aws.sessions import Account, Clients, boto_session
from clausecheck.connectors.protocol import Context
from clausecheck.model import Call
from clausecheck.targets.model import System
from tests.connectors.aws.conftest import World


def test_operations_are_told_as_they_end(world: World, context: Context) -> None:
    system, _ = world(buckets=[{"name": "one"}, {"name": "two"}], queues=[{"name": "jobs"}])
    heard: list[Call] = []
    FACTS["stores"](replace(system, heard=heard.append), context)
    told = {one.what: one for one in heard}
    assert told["s3:ListBuckets us-east-1"].rows == 2
    assert told["sts:GetCallerIdentity us-east-1"].failure == ""
    assert {(one.system, one.kind) for one in heard} == {(system.name, "aws")}
    assert all(one.seconds >= 0 and one.began.tzinfo for one in heard)
    assert "jobs" not in " ".join(told)


def test_an_endpoint_that_is_not_there_is_told() -> None:
    heard: list[Call] = []
    settings = {"regions": ["us-east-1"], "endpoint_url": "http://127.0.0.1:1"}
    system = System(name="cloud", kind="aws", settings=settings, time_limit=1.0, heard=heard.append)
    session = boto_session(aws_access_key_id="AKIA", aws_secret_access_key="Hu55ars")
    account = Account(system, Clients(system, session))
    with pytest.raises(EndpointConnectionError):
        account.client("sqs", "us-east-1").list_queues()
    assert [(one.what, one.failure) for one in heard] == [("sqs:ListQueues us-east-1", "EndpointConnectionError")]
    assert "Hu55ars" not in repr(heard)
