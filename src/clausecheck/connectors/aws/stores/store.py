"""What every reading of stores has in common: a store as AWS lists it, and what one listing found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.aws.calls import Listing
from clausecheck.connectors.aws.ciphers import algorithm_of
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Store, Unreadable


@dataclass(frozen=True, kw_only=True)
class Found:
    """The stores of one listing, and what of it could not be read. `answered` is false where not one page came."""

    stores: tuple[Store, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    answered: bool = True


Reading = Callable[[Account, str], Found]


def found(listing: Listing, told: Iterable[Store | Unreadable]) -> Found:
    """The outcome of one listing whose items became stores, or could not."""
    told = tuple(told)
    return Found(
        stores=tuple(one for one in told if isinstance(one, Store)),
        unreadable=listing.unreadable + tuple(one for one in told if isinstance(one, Unreadable)),
        answered=bool(listing.items) or not listing.unreadable,
    )


def store(kind: str, name: str, region: str, *, encrypted: object, key: object = "", managed: bool = False) -> Store:
    """A store as the API describes it.

    `encrypted` is the API's own flag; anything but true or false means not told. `managed` says that AWS holds the
    key itself, out of anybody's reach: such a key is usable.
    """
    flag = encrypted if isinstance(encrypted, bool) else None
    algorithm = algorithm_of(kind, region) if flag else None
    return Store(
        label=f"{kind} {name}",
        kind=kind,
        region=region,
        name=name,
        encrypted=flag,
        algorithm=algorithm,
        key=str(key or "") if flag else "",
        key_usable=True if flag and managed and not key else None,
        untold=_untold(flag, algorithm, bool(key) or managed),
    )


def flagged(kind: str, name: str, region: str, item: Mapping[str, Any], flag: str = "Encrypted") -> Store:
    """A store whose listing has a flag and a key, as EC2's, RDS's and EFS's have."""
    return store(kind, item[name], region, encrypted=item.get(flag), key=item.get("KmsKeyId"))


def _untold(encrypted: bool | None, algorithm: str | None, has_key: bool) -> str:
    if encrypted is None:
        return "AWS does not tell whether it is encrypted"
    if encrypted and algorithm is None:
        return "encrypted, but no AWS documentation names the cipher"
    return "" if has_key or not encrypted else "encrypted, but AWS does not name its key"
