"""Whoever may do everything: users and roles whose rights lead to administration, however they are called.

Names that the target authorises stand in the report; any other user is a pseudonym, for it may be a person's name.
"""

from collections.abc import Iterable, Iterator

from clausecheck.connectors.aws.identity.details import Details, Principal
from clausecheck.connectors.aws.identity.policies import Statement
from clausecheck.connectors.aws.identity.rights import Access as Right
from clausecheck.connectors.aws.identity.rights import administration
from clausecheck.connectors.aws.identity.ways import ways_to_administration
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Access
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System

KEY = "authorised_roles"
_UNTOLD = f"the target does not say under {KEY} who may administer the account"


def of(account: Account, details: Details, pseudonyms: Pseudonyms) -> Iterator[Access]:
    """An access for each user and each role that administers the account; root's is AWS's own, and not one of them."""
    partition = account.caller.split(":")[1]
    named = authorised(account.system)
    ways = ways_to_administration(details, partition, account.id)
    for user in details.users:
        through = [way.through for way in ways.of_users.get(user.arn, ())]
        if through:
            yield _access(user, through, named, pseudonyms)
    for role in details.roles:
        through = [
            source.through
            for source in role.sources
            if administration((*source.statements, *_denials(role)), partition, account.id) is not Right.NONE
        ]
        if through:
            yield _access(role, through, named, pseudonyms)


def gone(system: System, details: Details) -> tuple[str, ...]:
    """A warning for each name under `authorised_roles` that nobody has (any more)."""
    present = {one.name for one in (*details.users, *details.roles)}
    lost = sorted((authorised(system) or frozenset()) - present) if not details.unreadable else []
    return tuple(f"{KEY} of {system.name} names {name}, which is not there" for name in lost)


def authorised(system: System) -> frozenset[str] | None:
    """The names under `authorised_roles`; `None` where the target has no such key."""
    named = system.settings.get(KEY)
    return frozenset(map(str, named)) if isinstance(named, (list, tuple)) else None


def _denials(one: Principal) -> tuple[Statement, ...]:
    return tuple(statement for statement in one.statements if not statement.allows)


def _access(one: Principal, through: Iterable[str], named: frozenset[str] | None, pseudonyms: Pseudonyms) -> Access:
    known = named is not None and one.name in named
    kind = "role" if one.is_role else "user"
    to = one.name if known or one.is_role else pseudonyms.of("administrator", one.arn)
    return Access(
        label=f"{kind} {to}, which administers the account through {', '.join(dict.fromkeys(through))}",
        kind="administrator",
        to=to,
        reaches="everything in the account",
        declared=None if named is None else known,
        unlimited=True,
        untold=_UNTOLD if named is None else "",
    )
