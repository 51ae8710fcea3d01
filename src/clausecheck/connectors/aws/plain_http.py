"""Whether a bucket's policy denies every request that comes without TLS.

AWS's own form is a Deny for everybody, of every action, on the bucket and its objects, with `aws:SecureTransport`
false and no further condition, which would spare some requests (S3 user guide, "Security best practices": "Enforce
encryption of data in transit"). The bucket and its objects may stand in two statements.
"""

from collections.abc import Iterable

from clausecheck.connectors.aws.identity.policies import Conditions, Statement
from clausecheck.connectors.aws.principals import EVERYBODY

_SECURE = "aws:securetransport"
_EQUAL = ("bool", "boolifexists", "stringequals", "stringequalsignorecase", "stringlike")
_ANY = "clausecheck-asks-for-any"


def refuses_plain_http(policy: Iterable[Statement], bucket: str) -> bool:
    """Whether nobody can do anything with that bucket (an ARN) or its objects over plain HTTP."""
    denials = [
        one for one in policy if _denies_everybody(one) and _spares_nothing(one) and _without_tls(one.conditions)
    ]
    return all(any(one.covers(f"s3:{_ANY}", resource) for one in denials) for resource in (bucket, f"{bucket}/{_ANY}"))


def _denies_everybody(statement: Statement) -> bool:
    return not statement.allows and EVERYBODY in statement.principals.get("AWS", ())


def _spares_nothing(statement: Statement) -> bool:
    return statement.all_actions_but is None and statement.all_resources_but is None


def _without_tls(conditions: Conditions) -> bool:
    if len(conditions) != 1:
        return False
    [(operator, keys)] = conditions.items()
    values = keys.get(_SECURE, ())
    return operator in _EQUAL and set(keys) == {_SECURE} and {value.lower() for value in values} == {"false"}
