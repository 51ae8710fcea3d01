import json
from urllib.parse import quote

import pytest

from clausecheck.connectors.aws.identity.conditions import allows_only_with_mfa, denies_without_mfa
from clausecheck.connectors.aws.identity.policies import statements_of
from clausecheck.connectors.aws.identity.rights import Access, access_to, administration
from clausecheck.connectors.aws.identity.trusts import trusted_by

PRESENT, AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"
WITH_MFA = {"Bool": {PRESENT: "true"}}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def parsed(*statements):
    return statements_of({"Version": "2012-10-17", "Statement": list(statements)})


def administers(*statements):
    return administration(parsed(*statements), "aws", "123456789012")


@pytest.mark.parametrize(
    ("action", "resource", "covers"),
    [
        ("s3:GetObject", "arn:aws:s3:::a/b", True),
        ("S3:getobject", "arn:aws:s3:::a/b", True),
        ("s3:PutObject", "arn:aws:s3:::a/b", False),
        ("s3:GetObject", "arn:aws:s3:::A/b", False),
        ("s3:GetObjectAcl", "arn:aws:s3:::a/b", False),
    ],
)
def test_actions_match_regardless_of_case_and_resources_do_not(action, resource, covers):
    [statement] = parsed({"Effect": "Allow", "Action": "s3:Get??ject", "Resource": "arn:aws:s3:::a/*"})
    assert statement.covers(action, resource) is covers


def test_not_action_and_not_resource_cover_the_rest():
    [statement] = parsed({"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": "arn:aws:s3:::a"})
    assert statement.covers("s3:GetObject", "arn:aws:s3:::b")
    assert not statement.covers("iam:GetUser", "arn:aws:s3:::b")
    assert not statement.covers("s3:GetObject", "arn:aws:s3:::a")


def test_a_document_may_be_text_and_hold_one_statement():
    assert statements_of(quote(json.dumps({"Statement": ALL}))) == parsed(ALL)
    assert statements_of(None) == ()


@pytest.mark.parametrize(
    ("condition", "enforces"),
    [
        (WITH_MFA, True),
        ({"Bool": {"AWS:multifactorauthpresent": True}}, True),
        ({"StringEquals": {PRESENT: ["true"]}}, True),
        ({"NumericLessThan": {AGE: "3600"}}, True),
        ({"Null": {AGE: "false"}}, True),
        ({"Bool": {PRESENT: "true"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
        ({"BoolIfExists": {PRESENT: "true"}}, False),
        ({"ForAllValues:Bool": {PRESENT: "true"}}, False),
        ({"Bool": {PRESENT: "false"}}, False),
        ({"Bool": {PRESENT: ["true", "false"]}}, False),
        ({"NumericLessThanIfExists": {AGE: "3600"}}, False),
        ({"Null": {PRESENT: "false"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({}, False),
    ],
)
def test_what_an_allow_must_say_to_enforce(condition, enforces):
    [statement] = parsed({**ALL, "Condition": condition})
    assert allows_only_with_mfa(statement.conditions) is enforces


@pytest.mark.parametrize(
    ("condition", "enforces"),
    [
        ({"BoolIfExists": {PRESENT: "false"}}, True),
        ({"BoolIfExists": {PRESENT: "false"}, "Bool": {"aws:ViaAWSService": "false"}}, True),
        ({"StringNotEquals": {PRESENT: "true"}}, True),
        ({"NumericGreaterThanIfExists": {AGE: "3600"}}, True),
        ({"Null": {AGE: "true"}}, True),
        ({"Bool": {PRESENT: "false"}}, False),
        ({"Null": {PRESENT: "true"}}, False),
        ({"NumericGreaterThan": {AGE: "3600"}}, False),
        ({"BoolIfExists": {PRESENT: "false"}, "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
        ({}, False),
    ],
)
def test_what_a_deny_must_say_to_enforce(condition, enforces):
    [statement] = parsed({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition})
    assert denies_without_mfa(statement.conditions) is enforces


DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statements", "access"),
    [
        ([ALL], Access.OPEN),
        ([{"Effect": "Allow", "Action": ["*:*"], "Resource": ["*"]}], Access.OPEN),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], Access.OPEN),
        ([{"Effect": "Allow", "Action": "IAM:*", "Resource": "*"}], Access.OPEN),
        ([{"Effect": "Allow", "Action": "iam:Put*Policy", "Resource": "*"}], Access.OPEN),
        ([{"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/*"}], Access.OPEN),
        ([{**ALL, "Condition": WITH_MFA}], Access.WITH_MFA),
        ([{**ALL, "Condition": WITH_MFA}, ALL], Access.OPEN),
        ([ALL, {**DENY, "Condition": {"BoolIfExists": {PRESENT: "false"}}}], Access.WITH_MFA),
        ([ALL, {**DENY, "Condition": {"Bool": {PRESENT: "false"}}}], Access.OPEN),
        ([{**ALL, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}], Access.OPEN),
        ([ALL, DENY], Access.NONE),
        ([ALL, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}], Access.OPEN),
        ([{"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/${aws:username}"}],
         Access.NONE),
        ([{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::reports/*"}], Access.NONE),
        ([{"Effect": "Allow", "Action": ["s3:*", "rds:*", "iam:Get*"], "Resource": "*"}], Access.NONE),
        ([{"Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
           "Condition": {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}}], Access.NONE),
        ([], Access.NONE),
    ],
)  # fmt: skip
def test_what_counts_as_administration(statements, access):
    assert administers(*statements) is access


def test_a_denial_of_one_action_takes_that_action_alone():
    statements = parsed(ALL, {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"})
    assert access_to(statements, "sts:AssumeRole", "arn:aws:iam::1:role/x") is Access.NONE
    assert access_to(statements, "s3:GetObject", "*") is Access.OPEN


def trust(*statements):
    return [(one.kind, one.who, one.access.name, one.as_a_service) for one in trusted_by(parsed(*statements))]


ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole"}


def test_whom_a_trust_lets_in_and_how():
    external = {"StringEquals": {"sts:ExternalId": "x"}}
    assert trust(
        {**ASSUME, "Principal": {"AWS": ["111122223333", "arn:aws:iam::1:user/ada"]}, "Condition": WITH_MFA},
        {**ASSUME, "Principal": {"AWS": "999988887777"}, "Condition": external},
        {**ASSUME, "Principal": "*"},
        {"Effect": "Allow", "Action": "sts:*", "Principal": {"Federated": "idp"}},
        {"Effect": "Allow", "Action": "sts:TagSession", "Principal": {"AWS": "444455556666"}},
    ) == [
        ("AWS", "111122223333", "WITH_MFA", False),
        ("AWS", "arn:aws:iam::1:user/ada", "WITH_MFA", False),
        ("AWS", "999988887777", "OPEN", True),
        ("AWS", "*", "OPEN", False),
        ("Federated", "idp", "OPEN", False),
    ]


def test_a_denial_in_a_trust_meets_whom_it_names():
    both = {**ASSUME, "Principal": {"AWS": ["111122223333", "444455556666"]}}
    one = {"Effect": "Deny", "Action": "sts:*", "Principal": {"AWS": "111122223333"}}
    everybody = {"Effect": "Deny", "Action": "*", "Principal": "*", "Condition": {"BoolIfExists": {PRESENT: "false"}}}
    others = {"Effect": "Deny", "Action": "*", "NotPrincipal": {"AWS": "111122223333"}}
    assert trust(both, one) == [("AWS", "444455556666", "OPEN", False)]
    assert [access for _, _, access, _ in trust(both, everybody)] == ["WITH_MFA", "WITH_MFA"]
    assert len(trust(both, others)) == 2
    assert trust({**ASSUME, "NotPrincipal": {"AWS": "111122223333"}}) == [("AWS", "*", "OPEN", False)]
