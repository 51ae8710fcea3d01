"""Every way to administration: a principal's own rights, and roles that it may assume, through any number of roles.

IAM groups do not nest; roles chain. A trust that names a user or role of this account lets it in by itself; one that
names the account lets in whoever's own policies allow `sts:AssumeRole` on that role. A hop takes a second factor when
the trust or the principal's own policies ask for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clausecheck.connectors.aws.identity.details import Details, Principal
from clausecheck.connectors.aws.identity.rights import Access, access_to, administration, undenied
from clausecheck.connectors.aws.identity.trusts import Trusted, trusted_by

_ASSUME = "sts:AssumeRole"


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way to administration: through what, and with or without a second factor."""

    through: str
    access: Access


@dataclass(frozen=True, kw_only=True, slots=True)
class Outsider:
    """Somebody outside this account whom administrating roles trust. `kind` and `who` are as in `Trusted`."""

    kind: str
    who: str
    roles: tuple[str, ...]
    access: Access
    as_a_service: bool


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways of each user, by ARN, and the outsiders."""

    of_users: Mapping[str, tuple[Way, ...]]
    outsiders: tuple[Outsider, ...]


def ways_to_administration(details: Details, partition: str, account: str) -> Ways:
    """Follow every right and every trust to its end."""
    insiders = {one.arn: one for one in (*details.users, *details.roles)}
    ways = defaultdict(list, {one.arn: _own(one, partition, account) for one in insiders.values()})
    outsiders: dict[tuple[str, Trusted], Access] = {}
    pending = [role for role in details.roles if ways[role.arn]]
    while pending:
        role = pending.pop(0)
        reach = max(way.access for way in ways[role.arn])
        for trusted in trusted_by(role.trust):
            if _is_outside(trusted, account):
                outsiders[role.name, trusted] = min(reach, trusted.access)
            for one, hop in _let_in(trusted, role, insiders, account):
                way = Way(through=f"role {role.name}", access=min(hop, reach))
                if _is_new(way, ways[one.arn]) and one.arn != role.arn:
                    ways[one.arn].append(way)
                    pending.extend([one] if one.is_role else [])
    return Ways(
        of_users={user.arn: tuple(ways[user.arn]) for user in details.users if ways[user.arn]},
        outsiders=_outsiders(outsiders),
    )


def _outsiders(found: Mapping[tuple[str, Trusted], Access]) -> tuple[Outsider, ...]:
    """Each once, however many roles trust it; the least that stands in its way counts."""
    people = dict.fromkeys((trusted.kind, trusted.who) for _, trusted in found)
    return tuple(
        Outsider(
            kind=kind,
            who=who,
            roles=tuple(dict.fromkeys(role for role, _ in mine)),
            access=max(mine.values()),
            as_a_service=all(trusted.as_a_service for _, trusted in mine),
        )
        for kind, who in people
        for mine in [{at: access for at, access in found.items() if (at[1].kind, at[1].who) == (kind, who)}]
    )


def _own(one: Principal, partition: str, account: str) -> list[Way]:
    """The ways that a principal's own policies give it, each named by the policy or group it comes from."""
    denials = tuple(statement for statement in one.statements if not statement.allows)
    found = [
        Way(through=source.through, access=administration((*source.statements, *denials), partition, account))
        for source in one.sources
    ]
    return [way for way in dict.fromkeys(found) if way.access is not Access.NONE]


def _is_new(way: Way, known: list[Way]) -> bool:
    """Whether this way opens more than those through the same role."""
    return all(other.access < way.access for other in known if other.through == way.through)


def _let_in(
    trusted: Trusted, role: Principal, insiders: Mapping[str, Principal], account: str
) -> Iterator[tuple[Principal, Access]]:
    """The users and roles of this account that a trust lets in, each with its hop."""
    if trusted.kind != "AWS":
        return
    if trusted.who in insiders:
        one = insiders[trusted.who]
        covering = [statement for statement in one.statements if statement.covers(_ASSUME, role.arn)]
        yield from _hops([(one, min(trusted.access, undenied(covering)))])
    elif trusted.who == "*" or _account_of(trusted.who) == account:
        everybody = insiders.values() if _is_account(trusted.who) else ()
        yield from _hops(
            [(one, min(trusted.access, access_to(one.statements, _ASSUME, role.arn))) for one in everybody]
        )


def _hops(hops: list[tuple[Principal, Access]]) -> Iterator[tuple[Principal, Access]]:
    return ((one, access) for one, access in hops if access is not Access.NONE)


def _is_outside(trusted: Trusted, account: str) -> bool:
    """AWS's services are nobody; an id of a deleted principal lets nobody in."""
    if trusted.kind == "Federated":
        return True
    return trusted.kind == "AWS" and (trusted.who == "*" or _account_of(trusted.who) not in ("", account))


def _account_of(who: str) -> str:
    parts = who.split(":")
    return parts[4] if len(parts) > 5 else who if who.isdigit() else ""


def _is_account(who: str) -> bool:
    return who == "*" or who.isdigit() or who.endswith(":root")
