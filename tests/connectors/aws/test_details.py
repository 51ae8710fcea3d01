"""Pages of the account's details, and policies that the listing leaves out."""

from clausecheck.connectors.aws.identity.details import details_of
from clausecheck.connectors.aws.sessions import Account, Clients

ARN = "arn:aws:iam::aws:policy/AdministratorAccess"
USER = {
    "UserName": "ada",
    "Arn": "arn:aws:iam::123456789012:user/ada",
    "AttachedManagedPolicies": [{"PolicyName": "AdministratorAccess", "PolicyArn": ARN}],
}
DOCUMENT = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Iam:
    """IAM as botocore would have it, with two pages of users and no policies."""

    class meta:  # noqa: N801  botocore's name
        method_to_api_mapping = {"get_policy": "GetPolicy"}  # noqa: RUF012

        class events:  # noqa: N801  botocore's name
            @staticmethod
            def register(*_args):
                """Change no request."""

    def get_paginator(self, _operation):
        return self

    def paginate(self, **_terms):
        yield {"UserDetailList": [USER]}
        yield {"UserDetailList": [{**USER, "UserName": "ben", "Arn": USER["Arn"] + "-2"}], "GroupDetailList": []}

    def get_policy(self, **_terms):
        return {"Policy": {"DefaultVersionId": "v1"}}

    def get_policy_version(self, **_terms):
        return {"PolicyVersion": {"Document": DOCUMENT}}


class Refusing(Iam):
    def get_policy(self, **_terms):
        raise ConnectionError("Jane Roe")


def account(iam, world):
    system, _ = world()
    return Account(system, Clients(system, _Session(iam)))


class _Session:
    region_name = "us-east-1"

    class events:  # noqa: N801  boto3's name
        @staticmethod
        def register(*_args):
            """Count nothing."""

    def __init__(self, iam):
        self._iam = iam

    def client(self, *_args, **_terms):
        return self._iam


def test_every_page_counts_and_a_missing_policy_is_fetched(world):
    details = details_of(account(Iam(), world))
    assert [user.name for user in details.users] == ["ada", "ben"]
    assert all(user.statements[0].actions == ("*",) for user in details.users)
    assert details.unreadable == ()


def test_a_policy_that_cannot_be_fetched_is_unreadable(world):
    details = details_of(account(Refusing(), world))
    [entry] = details.unreadable
    assert entry.what == "policy AdministratorAccess, which somebody has"
    assert "Jane" not in str(entry)
