"""An administrator as a fact: enrolled and enforced, with `None` for what could not be told."""

from collections.abc import Sequence

from clausecheck.connectors.aws.identity.details import Principal
from clausecheck.connectors.aws.identity.rights import Access
from clausecheck.connectors.aws.identity.sign_ins import SignIn
from clausecheck.connectors.aws.identity.ways import Outsider, Way
from clausecheck.connectors.people import person_of
from clausecheck.facts import Administrator
from clausecheck.redaction import Pseudonyms

_FEDERATED = (
    "signs in at an identity provider, which AWS does not ask for a second factor: enforcement must be shown there"
)
_SERVICE = "is trusted with an external id, as the service of a third party is: whether people sign in cannot be told"


def insider(user: Principal, ways: Sequence[Way], sign_in: SignIn, pseudonyms: Pseudonyms) -> Administrator:
    """A user of this account."""
    enforced = _enforced(sign_in, all(way.access is Access.WITH_MFA for way in ways))
    untold = "; ".join(sign_in.untold) if None in (sign_in.device, enforced) else ""
    return Administrator(
        label=pseudonyms.of("administrator", user.arn),
        reaches=", ".join(dict.fromkeys(way.through for way in ways)),
        mfa_enrolled=sign_in.device,
        mfa_enforced=enforced,
        untold=untold,
        person=person_of(user.name, pseudonyms),
    )


def _enforced(sign_in: SignIn, ways_ask: bool) -> bool | None:
    """Console: AWS asks whoever has a device. Keys: only the policies can ask."""
    if (sign_in.keys and not ways_ask) or (sign_in.console and sign_in.device is False):
        return False
    keys_ask = ways_ask or sign_in.keys is False
    console_asks = sign_in.device or sign_in.console is False
    return True if keys_ask and console_asks else None


def outsider(one: Outsider, pseudonyms: Pseudonyms) -> Administrator:
    """Somebody whom a role of this account trusts. Whoever came through a condition on MFA has a second factor."""
    asks = one.access is Access.WITH_MFA
    untold = "" if asks else _untold(one)
    return Administrator(
        label=pseudonyms.of("administrator", f"{one.kind} {one.who}"),
        reaches=", ".join(f"role {role}" for role in one.roles),
        mfa_enrolled=True if asks else None,
        mfa_enforced=True if asks else None if untold else False,
        untold=untold,
    )


def _untold(one: Outsider) -> str:
    if one.kind == "Federated":
        return _FEDERATED
    return _SERVICE if one.as_a_service and one.who != "*" else ""
