"""Which policies refuse plain HTTP, and whom a policy lets in, from the statements alone."""

import pytest

from clausecheck.connectors.aws.identity.policies import statements_of
from clausecheck.connectors.aws.plain_http import refuses_plain_http

BUCKET = "arn:aws:s3:::sales"
BOTH = [BUCKET, f"{BUCKET}/*"]
OFF = {"Bool": {"aws:SecureTransport": "false"}}


def deny(**changed):
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": BOTH, "Condition": OFF, **changed}


def refuses(*statements):
    return refuses_plain_http(statements_of({"Statement": list(statements)}), BUCKET)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"Principal": {"AWS": "*"}},
        {"Action": "*"},
        {"Action": ["s3:*", "s3:GetObject"]},
        {"Resource": "*"},
        {"Resource": "arn:aws:s3:::sales*"},
        {"Condition": {"Bool": {"AWS:securetransport": False}}},
        {"Condition": {"BoolIfExists": {"aws:SecureTransport": ["false"]}}},
    ],
)
def test_a_denial_of_everything_without_tls(changed):
    assert refuses(deny(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"Effect": "Allow"},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}},
        {"Action": ["s3:GetObject", "s3:PutObject"]},
        {"NotAction": "s3:GetObject", "Action": []},
        {"Resource": BUCKET},
        {"Resource": f"{BUCKET}/*"},
        {"Resource": f"{BUCKET}/private/*"},
        {"Resource": ["arn:aws:s3:::other", "arn:aws:s3:::other/*"]},
        {"Condition": {}},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Condition": {"Bool": {"aws:SecureTransport": ["false", "true"]}}},
        {"Condition": {"Bool": {"aws:SecureTransport": "false", "aws:MultiFactorAuthPresent": "false"}}},
        {"Condition": {**OFF, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
        {"Condition": {"Null": {"aws:SecureTransport": "false"}}},
    ],
)
def test_a_denial_that_spares_something(changed):
    assert not refuses(deny(**changed))


def test_a_denial_of_all_but_somebody_spares_somebody():
    statement = deny(NotPrincipal={"AWS": "arn:aws:iam::123456789012:root"})
    del statement["Principal"]
    assert not refuses(statement)


def test_the_bucket_and_its_objects_may_stand_in_two_statements():
    assert refuses(deny(Resource=BUCKET), deny(Resource=f"{BUCKET}/*"))


def test_no_statement_refuses_nothing():
    assert not refuses()
