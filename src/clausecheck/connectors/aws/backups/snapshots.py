"""Snapshots of databases, clusters and volumes, and the continuous backup from which RDS restores to any moment.

An automated snapshot goes when the retention of its database is over. A manual one, and one of a volume, stays until
somebody deletes it, unless a policy made it that removes it too, which no call on the snapshot tells.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from clausecheck.connectors.aws.backups.taken import Taken, Told, cipher, later, moment, unsure
from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Backup

_MANAGED = ("aws:dlm:lifecycle-policy-id", "aws:backup:source-resource")
_BY_POLICY = "a policy made it and removes it, when cannot be told from the snapshot"
_UNFINISHED = "AWS does not tell when it was complete"


def of_databases(account: Account, region: str) -> Told:
    stores = listed(account, "rds", region, "describe_db_instances", "DBInstances", "RDS instances")
    found = listed(account, "rds", region, "describe_db_snapshots", "DBSnapshots", "RDS snapshots")
    keeps = {one.get("DBInstanceIdentifier"): one.get("BackupRetentionPeriod") for one in stores.items}
    shots = [
        _snapshot("database", region, one, str(one.get("DBInstanceIdentifier", "")), keeps, "Encrypted")
        for one in found.items
        if one.get("Status") == "available"
    ]
    return (*shots, *_continuous("database", region, stores.items, "DBInstanceIdentifier"),
            *stores.unreadable, *found.unreadable)  # fmt: skip


def of_clusters(account: Account, region: str) -> Told:
    stores = listed(account, "rds", region, "describe_db_clusters", "DBClusters", "RDS clusters")
    found = listed(
        account, "rds", region, "describe_db_cluster_snapshots", "DBClusterSnapshots", "RDS cluster snapshots"
    )
    keeps = {one.get("DBClusterIdentifier"): one.get("BackupRetentionPeriod") for one in stores.items}
    shots = [
        _snapshot("database cluster", region, one, str(one.get("DBClusterIdentifier", "")), keeps, "StorageEncrypted")
        for one in found.items
        if one.get("Status") == "available"
    ]
    return (*shots, *_continuous("database cluster", region, stores.items, "DBClusterIdentifier"),
            *stores.unreadable, *found.unreadable)  # fmt: skip


def _snapshot(kind: str, region: str, one: Mapping[str, Any], of: str, keeps: Mapping[Any, Any], flag: str) -> Taken:
    name = one.get("DBSnapshotIdentifier") or one.get("DBClusterSnapshotIdentifier")
    taken, is_automated = moment(one.get("SnapshotCreateTime")), one.get("SnapshotType") == "automated"
    expires = later(taken, keeps.get(of)) if is_automated else None
    by_service = one.get("SnapshotType") == "awsbackup"
    untold = "" if expires or not (is_automated or by_service) else _BY_POLICY
    return _taken(kind, region, of, f"snapshot {name} in {region}", taken, one.get(flag), expires, untold)


def _continuous(kind: str, region: str, stores: Any, name: str) -> Iterator[Taken]:
    """From the oldest to the newest moment to which a store can be restored; each entry goes when its days are over."""
    for one in stores:
        newest, days = moment(one.get("LatestRestorableTime")), one.get("BackupRetentionPeriod")
        if newest and isinstance(days, int) and days > 0:
            of = str(one.get(name, ""))
            what = f"continuous backup of {of} in {region}"
            yield _taken(kind, region, of, what, newest, one.get("StorageEncrypted"), later(newest, days), "")


def of_volumes(account: Account, region: str) -> Told:
    found = listed(account, "ec2", region, "describe_snapshots", "Snapshots", "EBS snapshots", OwnerIds=[account.id])
    own = [one for one in found.items if one.get("OwnerId") == account.id and one.get("State") == "completed"]
    return (*(_of_volume(region, one) for one in own), *found.unreadable)


def _of_volume(region: str, one: Mapping[str, Any]) -> Taken:
    tags = {tag.get("Key") for tag in one.get("Tags") or ()}
    untold = _BY_POLICY if tags & set(_MANAGED) else ""
    taken, what = moment(one.get("StartTime")), f"snapshot {one.get('SnapshotId', '')} in {region}"
    return _taken("volume", region, str(one.get("VolumeId", "")), what, taken, one.get("Encrypted"), None, untold)


def _taken(
    kind: str, region: str, of: str, what: str, taken: Any, encrypted: object, expires: Any, untold: str
) -> Taken:
    flag = encrypted if isinstance(encrypted, bool) else None
    backup = Backup(
        label=what,
        of=of,
        taken_at=taken,
        expires_at=expires,
        never_expires=expires is None and not untold,
        encrypted=flag,
        algorithm=cipher(kind, region, flag),
        is_apart=False,
        untold=untold if taken else _UNFINISHED,
        unsure=unsure(flag, cipher(kind, region, flag)),
    )
    return Taken(region=region, kind=kind, backup=backup)
