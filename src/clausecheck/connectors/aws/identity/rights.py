"""What counts as administration in AWS, and with or without a second factor (rigour 31).

Somebody administers the account who may do, on every resource,

- everything: a wildcard over all services, also one that leaves some out (`NotAction`, such as PowerUserAccess,
  which still reaches every store of data), or
- one of the IAM actions that by itself gives its holder, or anybody, all rights: attaching and writing policies,
  changing groups, trusts, passwords and access keys. `iam:*` contains them.

Rights over named resources alone, escalation by passing a role to a service, and rights limited by a condition on an
`iam:` key (a delegated administrator who may only attach certain policies) are not counted. Permission boundaries,
service control policies and denials with other conditions can only take rights away and are not read, so somebody may
be counted whom they stop; nobody is left out because of them.
"""

from collections.abc import Iterable
from enum import IntEnum

from clausecheck.connectors.aws.identity.conditions import allows_only_with_mfa, denies_without_mfa
from clausecheck.connectors.aws.identity.policies import Statement

_ANY = "clausecheck-asks-for-any"
_EVERYTHING = (f"{_ANY}:Service", "*")
_IAM_ACTIONS = {
    "user": (
        "AttachUserPolicy", "PutUserPolicy", "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile",
    ),
    "group": ("AttachGroupPolicy", "PutGroupPolicy", "AddUserToGroup"),
    "role": ("AttachRolePolicy", "PutRolePolicy", "UpdateAssumeRolePolicy"),
    "policy": ("CreatePolicyVersion", "SetDefaultPolicyVersion"),
}  # fmt: skip


class Access(IntEnum):
    """How somebody may use a right; the greater, the less stands in the way."""

    NONE = 0
    WITH_MFA = 1
    OPEN = 2


def administration(statements: Iterable[Statement], partition: str, account: str) -> Access:
    """How a holder of these statements administers the account."""
    statements = tuple(statements)
    asked = [_EVERYTHING, *_escalations(partition, account)]
    return max(access_to(statements, action, resource) for action, resource in asked)


def access_to(statements: Iterable[Statement], action: str, resource: str) -> Access:
    """How a holder of these statements may do that: a denial outweighs whatever is allowed."""
    covering = [statement for statement in statements if statement.covers(action, resource)]
    allowed = max((_allowed(statement) for statement in covering if statement.allows), default=Access.NONE)
    return min(allowed, undenied(covering))


def undenied(covering: Iterable[Statement]) -> Access:
    """What these statements leave of a right that they cover: their denials alone."""
    denials = [statement.conditions for statement in covering if not statement.allows]
    if any(not conditions for conditions in denials):
        return Access.NONE
    return Access.WITH_MFA if any(map(denies_without_mfa, denials)) else Access.OPEN


def _allowed(statement: Statement) -> Access:
    if any(key.startswith("iam:") for keys in statement.conditions.values() for key in keys):
        return Access.NONE
    return Access.WITH_MFA if allows_only_with_mfa(statement.conditions) else Access.OPEN


def _escalations(partition: str, account: str) -> list[tuple[str, str]]:
    return [
        (f"iam:{action}", f"arn:{partition}:iam::{account}:{kind}/{_ANY}")
        for kind, actions in _IAM_ACTIONS.items()
        for action in actions
    ]
