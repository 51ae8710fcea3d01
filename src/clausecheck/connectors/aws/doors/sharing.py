"""What is shared with other accounts: snapshots of volumes, databases and clusters, and machine images.

Only the one who made it can share a snapshot, and only a manual one: AWS shares no automated snapshot (RDS user guide,
"Sharing a DB snapshot"). Each is asked for, as no listing tells with whom it is shared.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.doors.door import Door, Told, once, open_to_all
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Unreadable

WAY = "sharing"
_DATABASES = (
    # listing, its items, name of each, question, its answer, its attributes
    ("describe_db_snapshots", "DBSnapshots", "DBSnapshotIdentifier", "describe_db_snapshot_attributes",
     "DBSnapshotAttributesResult", "DBSnapshotAttributes", "database snapshot"),
    ("describe_db_cluster_snapshots", "DBClusterSnapshots", "DBClusterSnapshotIdentifier",
     "describe_db_cluster_snapshot_attributes", "DBClusterSnapshotAttributesResult", "DBClusterSnapshotAttributes",
     "cluster snapshot"),
)  # fmt: skip


def of_databases(account: Account, region: str) -> Told:
    return tuple(one for kind in _DATABASES for one in _snapshots(account, region, kind))


def _snapshots(account: Account, region: str, kind: tuple[str, ...]) -> Told:
    operation, key, name, *_, noun = kind
    listing = listed(account, "rds", region, operation, key, f"manual {noun}s", SnapshotType="manual")
    manual = [item[name] for item in listing.items if item.get("SnapshotType", "manual") == "manual"]
    return _each(account, partial(_snapshot, account, region, kind), manual, listing.unreadable)


def _snapshot(account: Account, region: str, kind: tuple[str, ...], name: str) -> Told:
    _, _, parameter, question, result, attributes, noun = kind
    try:
        answer = asked(account, "rds", region, question, **{parameter: name}).get(result) or {}
    except Unanswered as failure:
        return (missing(f"sharing of {noun} {name}", region, failure),)
    told = {one.get("AttributeName"): one.get("AttributeValues") or () for one in answer.get(attributes) or ()}
    return _doors(account, f"{noun} {name}", region, told.get("restore", ()))


def of_volumes(account: Account, region: str) -> Told:
    listing = listed(account, "ec2", region, "describe_snapshots", "Snapshots", "EBS snapshots", OwnerIds=[account.id])
    own = [item["SnapshotId"] for item in listing.items if item.get("OwnerId") == account.id]
    return _each(account, partial(_volume_snapshot, account, region), own, listing.unreadable)


def _volume_snapshot(account: Account, region: str, name: str) -> Told:
    ask = partial(asked, account, "ec2", region, "describe_snapshot_attribute", SnapshotId=name)
    return _permitted(
        account, ask, "createVolumePermission", "CreateVolumePermissions", f"volume snapshot {name}", region
    )


def of_images(account: Account, region: str) -> Told:
    listing = listed(account, "ec2", region, "describe_images", "Images", "machine images", Owners=["self"])
    own = [item["ImageId"] for item in listing.items if item.get("OwnerId") == account.id]
    return _each(account, partial(_image, account, region), own, listing.unreadable)


def _image(account: Account, region: str, name: str) -> Told:
    ask = partial(asked, account, "ec2", region, "describe_image_attribute", ImageId=name)
    return _permitted(account, ask, "launchPermission", "LaunchPermissions", f"machine image {name}", region)


def _permitted(account: Account, ask: Any, attribute: str, key: str, thing: str, region: str) -> Told:
    try:
        told: Iterable[Mapping[str, str]] = ask(Attribute=attribute).get(key) or ()
    except Unanswered as failure:
        return (missing(f"sharing of {thing}", region, failure),)
    return _doors(account, thing, region, (one.get("Group") or _whom(one) for one in told))


def _whom(permission: Mapping[str, str]) -> str:
    """An account, or the ARN of an organisation."""
    return next((value for key, value in permission.items() if key != "Group"), "")


def _doors(account: Account, thing: str, region: str, whom: Iterable[str]) -> tuple[Door, ...]:
    others = [one for one in whom if one and one != account.id]
    return once(
        open_to_all(thing, WAY, region)
        if one == "all"
        else Door(thing=thing, way=WAY, to=f"account {one}" if one.isdecimal() else one, names=(one,), region=region)
        for one in others
    )


def _each(account: Account, ask: Any, names: Iterable[str], unreadable: tuple[Unreadable, ...]) -> Told:
    return tuple(one for each in account.each(ask, names) for one in each) + unreadable
