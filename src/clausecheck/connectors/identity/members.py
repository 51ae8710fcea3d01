"""Accounts that administer at an identity provider, as facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clausecheck.connectors.people import person_of
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Administrator, Population, Unreadable

ENROLLED = "whether a second factor is enrolled is not told"
ENFORCED = "whether a second factor is enforced is not told"


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account: through which roles it administers, what is told of its second factor, why not where it is not.

    `address` is the person's e-mail address and leaves this module as a pseudonym alone.
    """

    id: str
    roles: Sequence[str]
    address: str = field(repr=False)
    enrolled: bool | None
    enforced: bool | None
    why: str = ""
    last_used: datetime | None = None


def population(
    accounts: Iterable[Account],
    context: Context,
    *,
    where: str,
    unreadable: Sequence[Unreadable] = (),
    excluded: int = 0,
    warnings: Sequence[str] = (),
) -> Population[Administrator]:
    """The administrators of a provider. `where` tells its owner where to look for them."""
    return Population(
        noun="administrators",
        members=tuple(_administrator(one, context) for one in accounts),
        unreadable=tuple(dict.fromkeys(unreadable)),
        excluded=excluded,
        warnings=tuple(warnings),
        where_to_look=where,
    )


def _administrator(one: Account, context: Context) -> Administrator:
    return Administrator(
        label=context.pseudonyms.of("administrator", one.id),
        reaches=", ".join(f"role {name}" for name in dict.fromkeys(one.roles)),
        mfa_enrolled=one.enrolled,
        mfa_enforced=one.enforced,
        untold=_untold(one),
        person=person_of(one.address, context.pseudonyms),
        last_used=one.last_used,
    )


def _untold(one: Account) -> str:
    if one.enrolled is None:
        return one.why or ENROLLED
    return (one.why or ENFORCED) if one.enforced is None else ""
