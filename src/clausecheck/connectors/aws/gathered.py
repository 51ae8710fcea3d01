"""What several readings told, put together into one population."""

from collections.abc import Iterable
from typing import TypeVar

from clausecheck.connectors.aws.sessions import Account
from clausecheck.errors import CannotVerify
from clausecheck.facts import Fact, Population, Unreadable

F = TypeVar("F", bound=Fact)


def population(
    noun: str,
    told: Iterable[F | Unreadable],
    account: Account,
    *,
    tried: str,
    excluded: int = 0,
    warnings: tuple[str, ...] = (),
    where: str = "",
) -> Population[F]:
    """Facts and what could not be read, apart. `CannotVerify` where nothing at all was told."""
    told = tuple(told)
    unreadable = tuple(one for one in told if isinstance(one, Unreadable))
    members = tuple(one for one in told if not isinstance(one, Unreadable))
    if unreadable and not members:
        raise CannotVerify(
            f"system {account.system.name}: its {noun} could not be read; {unreadable[0]}",
            tried=tried,
            remedy=unreadable[0].remedy,
        )
    return Population(
        noun=noun,
        members=members,
        unreadable=unreadable,
        excluded=excluded,
        warnings=warnings,
        where_to_look=f"{where + ' in ' if where else ''}the AWS console of account {account.id}",
    )
