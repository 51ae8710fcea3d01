"""EBS volumes, and the snapshots of them that this account owns: a foreign snapshot is not this company's data.

A snapshot lies under the key of its volume (EBS user guide, "Encryption of snapshots"), which stands in where the
listing of snapshots names none.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, flagged, found


def read(account: Account, region: str) -> Found:
    volumes = listed(account, "ec2", region, "describe_volumes", "Volumes", "EBS volumes")
    snapshots = listed(
        account, "ec2", region, "describe_snapshots", "Snapshots", "EBS snapshots", OwnerIds=[account.id]
    )
    keys = {volume["VolumeId"]: volume.get("KmsKeyId", "") for volume in volumes.items}
    own = [_with_key(item, keys) for item in snapshots.items if item.get("OwnerId") == account.id]
    of_volumes = found(volumes, [flagged("volume", "VolumeId", region, item) for item in volumes.items])
    of_snapshots = found(snapshots, [flagged("volume snapshot", "SnapshotId", region, item) for item in own])
    return Found(
        stores=of_volumes.stores + of_snapshots.stores,
        unreadable=of_volumes.unreadable + of_snapshots.unreadable,
        answered=of_volumes.answered or of_snapshots.answered,
    )


def _with_key(snapshot: Mapping[str, Any], keys: Mapping[str, str]) -> Mapping[str, Any]:
    return {"KmsKeyId": keys.get(snapshot.get("VolumeId", ""), ""), **snapshot}
