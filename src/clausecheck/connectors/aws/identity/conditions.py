"""Which conditions of a policy enforce a second factor (rigour 31).

A request signed with an access key carries no `aws:MultiFactorAuthPresent` at all. So an Allow enforces only with an
operator that a missing key does not satisfy (`Bool`, not `BoolIfExists`), and a Deny only with one that it does
(`BoolIfExists`, not `Bool`). Source: IAM user guide, "Secure API access with MFA" and "Condition operators".
"""

from clausecheck.connectors.aws.identity.policies import Conditions

_PRESENT = "aws:multifactorauthpresent"
_AGE = "aws:multifactorauthage"
_EQUAL = ("bool", "stringequals", "stringequalsignorecase", "stringlike", "foranyvalue:bool")
_UNEQUAL = ("stringnotequals", "stringnotequalsignorecase", "stringnotlike")
_AGE_LIMITS = ("numericlessthan", "numericlessthanequals", "numericequals")
_AGE_EXCESS = ("numericgreaterthanifexists", "numericgreaterthanequalsifexists")
_DIRECT_CALLS = {"aws:viaawsservice"}


def allows_only_with_mfa(conditions: Conditions) -> bool:
    """Whether a statement with these conditions allows nothing to a session without a second factor."""
    return (
        any(_says(conditions, operator, _PRESENT, "true") for operator in _EQUAL)
        or any(_AGE in conditions.get(operator, {}) for operator in _AGE_LIMITS)
        or _says(conditions, "null", _AGE, "false")
    )


def denies_without_mfa(conditions: Conditions) -> bool:
    """Whether a denial with these conditions meets every session without a second factor, and access keys too.

    A further condition would spare some of them, except that a call made by an AWS service on somebody's behalf may
    be spared.
    """
    keys = {key for named in conditions.values() for key in named}
    if keys - _DIRECT_CALLS not in ({_PRESENT}, {_AGE}):
        return False
    return (
        any(_says(conditions, f"{operator}ifexists", _PRESENT, "false") for operator in _EQUAL)
        or any(_says(conditions, operator, _PRESENT, "true") for operator in _UNEQUAL)
        or any(_AGE in conditions.get(operator, {}) for operator in _AGE_EXCESS)
        or _says(conditions, "null", _AGE, "true")
    )


def _says(conditions: Conditions, operator: str, key: str, value: str) -> bool:
    values = conditions.get(operator, {}).get(key, ())
    return bool(values) and all(one.lower() == value for one in values)
