"""KMS keys with spec, state and rotation: one listing a region, one question a key, and one more where it can rotate.

KMS rotates by itself only symmetric keys whose material it made in its own store (KMS developer guide, "Rotate AWS KMS
keys"); it rotates its own keys every year and lets nobody change that. Every other key does not rotate by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausecheck.connectors.aws.calls import Listing, asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Key, Population, Unreadable
from clausecheck.targets.model import System

_Place = tuple[str, str]


def every_key(system: System, context: Context) -> Population[Key]:  # noqa: ARG001 - the Protocol's
    """Every key of the regions named. `CannotVerify` where no region listed its keys."""
    account = opened(system)
    listings = account.each(lambda region: _listed(account, region), account.regions)
    if all(one.unreadable and not one.items for one in listings):
        raise _nothing(system, listings[0].unreadable[0])
    places = [(region, item["KeyId"]) for region, one in zip(account.regions, listings, strict=True)
              for item in one.items]  # fmt: skip
    told = account.each(lambda place: _key(account, place), places)
    return Population(
        noun="keys",
        members=tuple(one for one in told if isinstance(one, Key)),
        unreadable=tuple(entry for one in listings for entry in one.unreadable)
        + tuple(one for one in told if isinstance(one, Unreadable)),
        where_to_look=f"KMS in the AWS console of account {account.id}, {', '.join(account.regions)}",
    )


def _listed(account: Account, region: str) -> Listing:
    return listed(account, "kms", region, "list_keys", "Keys", "KMS keys")


def _nothing(system: System, entry: Unreadable) -> CannotVerify:
    return CannotVerify(
        f"system {system.name}: no region listed its keys; {entry}", tried="kms:ListKeys", remedy=entry.remedy
    )


def _key(account: Account, place: _Place) -> Key | Unreadable:
    region, name = place
    try:
        told = asked(account, "kms", region, "describe_key", KeyId=name)["KeyMetadata"]
    except Unanswered as failure:
        return missing(f"KMS key {name}", region, failure)
    key = _described(name, region, told)
    return _with_rotation(account, key) if key.may_rotate and key.manager == "CUSTOMER" else key


def _described(name: str, region: str, told: Mapping[str, Any]) -> Key:
    manager, spec, origin = told.get("KeyManager", ""), told.get("KeySpec", ""), told.get("Origin", "")
    may_rotate = spec == "SYMMETRIC_DEFAULT" and origin == "AWS_KMS"
    return Key(
        label=f"key {name}",
        name=name,
        region=region,
        spec=spec,
        usage=told.get("KeyUsage", ""),
        state=told.get("KeyState", ""),
        manager=manager,
        origin=origin,
        may_rotate=may_rotate,
        rotates=may_rotate and manager == "AWS",
    )


def _with_rotation(account: Account, key: Key) -> Key:
    try:
        answer = asked(account, "kms", key.region, "get_key_rotation_status", KeyId=key.name)
    except Unanswered as failure:
        why = f"whether it rotates could not be read: {failure.why}"
        return replace(key, rotates=None, untold=why, remedy=failure.remedy)
    return replace(key, rotates=bool(answer["KeyRotationEnabled"]))
