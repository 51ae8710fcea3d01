"""Whom a policy lets in from outside, in words that name no person."""

import pytest

from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.aws.doors.trusts import _lets_in_any_user
from clausecheck.connectors.aws.identity.policies import statements_of
from clausecheck.redaction import Pseudonyms

ME, THEY = "123456789012", "210987654321"
DOORMAN = Doorman(ME, Pseudonyms(b"key"))


def lets_in(principal, condition=None, effect="Allow"):
    statement = {"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"}
    document = {"Statement": [{**statement, **({"Condition": condition} if condition else {})}]}
    return [(door.to, door.everybody) for door in DOORMAN.doors("bucket x", document)]


@pytest.mark.parametrize(
    ("principal", "condition", "doors"),
    [
        ("*", None, [("everybody", True)]),
        ({"AWS": ["*", THEY]}, None, [("everybody", True), (f"account {THEY}", False)]),
        ({"AWS": f"arn:aws:iam::{THEY}:root"}, None, [(f"account {THEY}", False)]),
        ({"AWS": f"arn:aws:iam::{THEY}:user/jane.roe"}, None, [(f"account {THEY}", False)]),
        ({"AWS": f"arn:aws:iam::{ME}:user/jane.roe"}, None, []),
        ({"AWS": "AIDAJQABLZS4A3QDU576Q"}, None, [("nobody can tell whom", None)]),
        ({"Service": "cloudtrail.amazonaws.com"}, None, []),
        ("*", {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, [("o-a1b2c3d4e5", False)]),
        ("*", {"StringEquals": {"kms:CallerAccount": ME}}, []),
        ("*", {"StringEquals": {"kms:CallerAccount": THEY}}, [(f"account {THEY}", False)]),
        ("*", {"StringLike": {"aws:PrincipalArn": f"arn:aws:iam::{ME}:role/a"}}, []),
        ("*", {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, [("203.0.113.0/24", False)]),
        ("*", {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, [("everybody", True)]),
        ("*", {"StringLike": {"aws:PrincipalOrgID": "*"}}, [("everybody", True)]),
    ],
)
def test_doors_of_a_policy(principal, condition, doors):
    assert lets_in(principal, condition) == doors


def test_a_denial_opens_nothing_and_a_person_is_a_pseudonym():
    assert lets_in("*", effect="Deny") == []
    [(to, everybody)] = lets_in("*", {"StringEquals": {"aws:userid": "AIDA:jane.roe"}})
    assert "jane" not in to
    assert everybody is False


@pytest.mark.parametrize("document", ["{", "[1]", '{"Statement": [7]}', "[" * 100_000])
def test_a_policy_that_is_none_is_not_told(document):
    [door] = DOORMAN.doors("bucket x", document)
    assert door.everybody is None
    assert door.untold


GITHUB = f"arn:aws:iam::{ME}:oidc-provider/token.actions.githubusercontent.com"


@pytest.mark.parametrize(
    ("provider", "condition", "any_user"),
    [
        (GITHUB, {}, True),
        (GITHUB, {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}, True),
        (GITHUB, {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:ours/*"}}, False),
        ("accounts.google.com", {}, True),
        ("cognito-identity.amazonaws.com", {"StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}, False),
        (f"arn:aws:iam::{ME}:saml-provider/own", {}, False),
        (f"arn:aws:iam::{ME}:oidc-provider/login.own.example", {}, False),
    ],
)
def test_a_public_provider_without_a_subject_lets_in_each_of_its_users(provider, condition, any_user):
    written = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity"}
    [statement] = statements_of({"Statement": {**written, "Condition": condition}})
    assert _lets_in_any_user(statement) is any_user
