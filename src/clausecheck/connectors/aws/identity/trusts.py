"""Who may assume a role, by its trust policy, and whether that takes a second factor."""

from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.connectors.aws.identity.conditions import allows_only_with_mfa
from clausecheck.connectors.aws.identity.policies import Statement
from clausecheck.connectors.aws.identity.rights import Access, undenied

_ASSUME = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
_EXTERNAL_ID = "sts:externalid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trusted:
    """Somebody whom a role trusts. `kind` is AWS's: "AWS", "Federated", "Service", "CanonicalUser".

    `as_a_service` says that the trust asks for an external id, as it is given to a third party's service.
    """

    kind: str
    who: str
    access: Access
    as_a_service: bool = False


def trusted_by(trust: Iterable[Statement]) -> tuple[Trusted, ...]:
    """Everybody whom these statements let in."""
    speaking = [statement for statement in trust if any(map(statement.covers_action, _ASSUME))]
    named = (
        _trusted(kind, who, statement, speaking)
        for statement in speaking
        if statement.allows
        for kind, everybody in statement.principals.items()
        for who in everybody
    )
    return tuple(one for one in dict.fromkeys(named) if one.access is not Access.NONE)


def _trusted(kind: str, who: str, statement: Statement, speaking: Iterable[Statement]) -> Trusted:
    """One principal of one statement, less what denials of everybody or of this principal take away."""
    denials = [one for one in speaking if not one.allows and {"*", who} & _denied(one, kind)]
    access = Access.WITH_MFA if allows_only_with_mfa(statement.conditions) else Access.OPEN
    return Trusted(kind=kind, who=who, access=min(access, undenied(denials)), as_a_service=_asks_for_id(statement))


def _denied(denial: Statement, kind: str) -> set[str]:
    """Whom a denial names, of one kind; `Principal: "*"` stands under AWS and means everybody of every kind."""
    return {*denial.principals.get(kind, ()), *({"*"} & set(denial.principals.get("AWS", ())))}


def _asks_for_id(statement: Statement) -> bool:
    return any(_EXTERNAL_ID in keys for keys in statement.conditions.values())
