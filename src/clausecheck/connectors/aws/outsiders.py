"""Whom the policy of a bucket lets in from outside its account.

"Everybody" is AWS's own word: a statement that allows something to `*` is public unless a condition keeps it to fixed
values of one of the keys below (S3 user guide, "The meaning of public"). A fixed organisation, network or endpoint is
not everybody, but outside the account all the same; only the account's own number keeps a statement inside. AWS's
services are not outsiders.
"""

from collections.abc import Iterable
from ipaddress import ip_network

from clausecheck.connectors.aws.identity.policies import Statement
from clausecheck.connectors.aws.principals import EVERYBODY, account_of

_EQUAL = ("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike")
_OF_ACCOUNT = (
    "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "s3:dataaccesspointaccount", "kms:calleraccount",
)  # fmt: skip
_FIXED = (
    *_OF_ACCOUNT, "aws:principalorgid", "aws:principalorgpaths", "aws:principalarn", "aws:sourcearn", "aws:sourcevpc",
    "aws:sourcevpce", "aws:userid", "s3:dataaccesspointarn", "s3:x-amz-server-side-encryption-aws-kms-key-id",
)  # fmt: skip
_NARROWEST_PREFIX = {4: 8, 6: 32}
"""A network wider than these is everybody (S3 user guide, "The meaning of public")."""


def allows_everybody(policy: Iterable[Statement]) -> bool:
    """Whether some statement allows something to anybody at all."""
    return any(_names_everybody(one) and not fixed_values(one) for one in policy if one.allows)


def allows_outsiders(policy: Iterable[Statement], account: str) -> bool | None:
    """Whether some statement allows something to somebody outside the account; `None` where that is not told."""
    told = [_outside(kind, who, one, account) for one in policy if one.allows
            for kind, named in one.principals.items() for who in named]  # fmt: skip
    return True if True in told else None if None in told else False


def _outside(kind: str, who: str, statement: Statement, account: str) -> bool | None:
    if kind == "Service" or is_kept_to(statement, account):
        return False
    if kind != "AWS" or who == EVERYBODY:
        return True
    owner = account_of(who)
    return None if owner is None else owner != account


def _names_everybody(statement: Statement) -> bool:
    return EVERYBODY in statement.principals.get("AWS", ())


def is_kept_to(statement: Statement, account: str) -> bool:
    """Whether a condition keeps a statement to principals of this account."""
    return any(set(_values(statement, operator, key)) == {account} for operator in _EQUAL for key in _OF_ACCOUNT)


def fixed_values(statement: Statement) -> tuple[str, ...]:
    """The values to which a condition keeps a statement; none where it is for anybody at all."""
    for operator in _EQUAL:
        for key in _FIXED:
            values = _values(statement, operator, key)
            if _all_fixed(values):
                return values
    networks = _values(statement, "ipaddress", "aws:sourceip")
    return networks if all(map(is_narrow, networks)) else ()


def _values(statement: Statement, operator: str, key: str) -> tuple[str, ...]:
    return statement.conditions.get(operator, {}).get(key, ())


def _all_fixed(values: tuple[str, ...]) -> bool:
    return bool(values) and not any(mark in value for value in values for mark in "*?")


def is_narrow(network: str) -> bool:
    """Whether a network is not one that stands for everybody."""
    try:
        told = ip_network(network, strict=False)
    except ValueError:
        return False
    return told.prefixlen >= _NARROWEST_PREFIX[told.version]
