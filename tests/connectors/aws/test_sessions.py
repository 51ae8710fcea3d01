"""Whose credentials, and whose account."""

import socket
from dataclasses import replace

import pytest

from clausecheck.connectors.aws import FACTS, sessions
from clausecheck.connectors.aws.sessions import opened
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

NONE = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_REGION")


def test_the_account_is_the_one_that_the_credentials_are_of(world):
    system, front = world()
    account = opened(system)
    assert account.id == front.account
    assert account.regions == ("us-east-1",)


def test_clients_stay_for_the_next_reading_of_the_same_system_only(world):
    system, _ = world()
    kept = opened(system).client("sqs", "us-east-1")
    assert opened(system).client("sqs", "us-east-1") is kept
    assert opened(replace(system)).client("sqs", "us-east-1") is not kept


def test_a_session_is_opened_anew_before_its_credentials_may_be_over(world, monkeypatch):
    system, _ = world()
    kept = opened(system).client("sqs", "us-east-1")
    monkeypatch.setattr(sessions, "FRESH", -1)
    assert opened(system).client("sqs", "us-east-1") is not kept


def test_another_account_than_the_one_named_is_refused(world, context):
    system, _ = world(settings={"account": "000000000000"})
    for fact in FACTS.values():
        with pytest.raises(CannotVerify, match="another account"):
            fact(system, context)


def test_the_account_that_is_named_is_read(world, context):
    _, front = world(queues=[{"name": "jobs"}])
    told = {"regions": ["us-east-1"], "endpoint_url": front.url, "account": front.account}
    assert len(FACTS["stores"](System(name="named", kind="aws", settings=told), context)) == 1


def test_nobody_answers(context):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = {"regions": ["us-east-1", "eu-west-1"], "endpoint_url": url}
    system = System(name="cloud", kind="aws", settings=settings, time_limit=3)
    for fact in FACTS.values():
        with pytest.raises(CannotVerify, match="could not be reached: no connection"):
            fact(system, context)


def test_without_credentials_nothing_is_asked(world, context, monkeypatch, tmp_path):
    system, front = world()
    for name in NONE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(CannotVerify, match="NoCredentialsError") as refused:
        FACTS["stores"](system, context)
    assert "boto3" in refused.value.remedy
    monkeypatch.undo()
    assert front.seen == []


def test_a_profile_of_the_chain(world, context, monkeypatch, tmp_path):
    (tmp_path / "credentials").write_text("[auditor]\naws_access_key_id = a\naws_secret_access_key = b\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    system, _ = world(queues=[{"name": "jobs"}], settings={"profile": "auditor"})
    assert len(FACTS["stores"](system, context)) == 1
    system, _ = world(settings={"profile": "Jane Roe"})
    with pytest.raises(CannotVerify, match="ProfileNotFound") as refused:
        FACTS["stores"](system, context)
    assert "Jane" not in str(refused.value)


def test_a_role_that_the_target_names_is_assumed(world, context):
    system, front = world(settings={"role_arn": "arn:aws:iam::123456789012:role/auditor"}, queues=[{"name": "jobs"}])
    assert len(FACTS["stores"](system, context)) == 1
    assert front.seen[:2] == ["sts:AssumeRole", "sts:GetCallerIdentity"]
    assert len(FACTS["stores"](system, context)) == 1
    assert front.seen.count("sts:AssumeRole") == 1
    front.deny = ("sts:AssumeRole",)
    with pytest.raises(CannotVerify, match="AccessDenied") as refused:
        FACTS["stores"](replace(system), context)
    assert refused.value.remedy == "allow the auditing identity sts:AssumeRole"


def test_a_target_without_regions(monkeypatch):
    for name in NONE:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CannotVerify, match="names no AWS region"):
        opened(System(name="cloud", kind="aws", settings={"regions": [], "endpoint_url": "http://127.0.0.1:9"}))
