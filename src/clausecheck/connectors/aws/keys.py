"""The state of the KMS keys that stores are encrypted under, each looked up once a reading.

A key that is disabled, pending deletion or gone makes its store unreadable at the next restart or restore, so a
promise that rests on it does not hold; `key_usable` is then false. AWS's own keys (`alias/aws/…`) cannot be switched
off by anybody in the account (KMS developer guide, "AWS managed keys"): one that does not exist yet is usable.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from clausecheck.connectors.aws.calls import asked
from clausecheck.connectors.aws.ciphers import KEY_SPECS
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Store

_KEY = re.compile(r"(^|:key/)(mrk-)?[0-9a-f-]{32,36}$|alias/")
_Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyState:
    """Whether a key can be used, and whether its spec has a documented cipher; `None` and `untold` where not told."""

    usable: bool | None
    has_cipher: bool = True
    untold: str = ""


def with_key_states(account: Account, stores: Iterable[Store]) -> tuple[Store, ...]:
    """The stores, each with the state of its key."""
    stores = tuple(stores)
    places = sorted({_place(store) for store in stores if store.encrypted is not False and store.key})
    states = dict(zip(places, account.each(lambda place: _state(account, place), places), strict=True))
    return tuple(_told(store, states) for store in stores)


def _place(store: Store) -> _Place:
    """The region that knows the key, and the key: an ARN names its own region."""
    parts = store.key.split(":")
    return (parts[3] if len(parts) > 5 and parts[3] else store.region, store.key)


def _state(account: Account, place: _Place) -> KeyState:
    region, key = place
    try:
        told = asked(account, "kms", region, "describe_key", KeyId=key)["KeyMetadata"]
    except Unanswered as failure:
        return _unknown(key, failure)
    return KeyState(usable=told.get("KeyState") == "Enabled", has_cipher=told.get("KeySpec") in KEY_SPECS)


def _unknown(key: str, failure: Unanswered) -> KeyState:
    if failure.code != "NotFoundException":
        return KeyState(usable=None, untold=f"the state of its key could not be read: {failure.why}; {failure.remedy}")
    if "alias/aws/" in key:
        return KeyState(usable=True)
    gone = _KEY.search(key) is not None
    return KeyState(usable=False if gone else None, untold="" if gone else "KMS does not know the key that it names")


def _told(store: Store, states: Mapping[_Place, KeyState]) -> Store:
    state = states.get(_place(store)) if store.encrypted is not False and store.key else None
    if state is None:
        return store
    untold = "; ".join(part for part in (store.untold, state.untold, _no_cipher(state)) if part)
    return replace(
        store, key_usable=state.usable, algorithm=store.algorithm if state.has_cipher else None, untold=untold
    )


def _no_cipher(state: KeyState) -> str:
    return "" if state.has_cipher else "AWS documents no symmetric cipher for the spec of its key"
