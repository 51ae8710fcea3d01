"""Whom a bucket's policy lets in: everybody, somebody outside, or nobody but the account."""

import pytest

from clausecheck.connectors.aws.identity.policies import statements_of
from clausecheck.connectors.aws.outsiders import allows_everybody, allows_outsiders

OWN, OTHER = "123456789012", "999999999999"


def told(principal, condition=None, effect="Allow", word="Principal"):
    statement = {"Effect": effect, word: principal, "Action": "s3:GetObject", "Resource": "*"}
    policy = statements_of({"Statement": {**statement, "Condition": condition or {}}})
    return allows_everybody(policy), allows_outsiders(policy, OWN)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", (True, True)),
        ({"AWS": "*"}, (True, True)),
        ({"AWS": [f"arn:aws:iam::{OWN}:root", "*"]}, (True, True)),
        ({"AWS": OTHER}, (False, True)),
        ({"AWS": f"arn:aws:iam::{OTHER}:role/reader"}, (False, True)),
        ({"AWS": f"arn:aws:iam::{OWN}:role/reader"}, (False, False)),
        ({"AWS": OWN}, (False, False)),
        ({"AWS": "AIDAEXAMPLEEXAMPLE000"}, (False, None)),
        ({"AWS": ["AIDAEXAMPLEEXAMPLE000", OTHER]}, (False, True)),
        ({"Service": "cloudtrail.amazonaws.com"}, (False, False)),
        ({"Federated": "cognito-identity.amazonaws.com"}, (False, True)),
        ({"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"}, (False, True)),
    ],
)
def test_a_principal(principal, expected):
    assert told(principal) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Bool": {"aws:SecureTransport": "true"}}, (True, True)),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-abc"}}, (False, True)),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, (False, True)),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, (True, True)),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abc"}}, (True, True)),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}, (True, True)),
        ({"StringEquals": {"aws:PrincipalAccount": OWN}}, (False, False)),
        ({"StringEquals": {"aws:PrincipalAccount": [OWN, OTHER]}}, (False, True)),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, (False, True)),
        ({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}}, (False, True)),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, (True, True)),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/7"}}, (True, True)),
        ({"IpAddress": {"aws:SourceIp": "::/0"}}, (True, True)),
        ({"IpAddress": {"aws:SourceIp": "everywhere"}}, (True, True)),
    ],
)
def test_a_condition_on_everybody(condition, expected):
    assert told("*", condition) == expected


def test_all_but_somebody_is_everybody():
    assert told({"AWS": OTHER}, word="NotPrincipal") == (True, True)


def test_a_denial_allows_nobody():
    assert told("*", effect="Deny") == (False, False)
