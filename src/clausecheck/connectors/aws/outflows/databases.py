"""RDS and Aurora: read replicas, automated backups that are replicated, and global clusters."""

from collections.abc import Iterator, Mapping
from typing import Any

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.outflows.copies import Copy, Told, copied
from clausecheck.connectors.aws.sessions import Account


def replicas(account: Account, region: str) -> Told:
    listing = listed(account, "rds", region, "describe_db_instances", "DBInstances", "RDS instances")
    return (*(copy for item in listing.items for copy in _of(account, region, item)), *listing.unreadable)


def _of(account: Account, region: str, item: Mapping[str, Any]) -> Iterator[Copy]:
    what = f"database {item.get('DBInstanceIdentifier', '')}"
    for name in (
        *(item.get("ReadReplicaDBInstanceIdentifiers") or ()),
        *(item.get("ReadReplicaDBClusterIdentifiers") or ()),
    ):
        yield copied(what, "read replica", str(name), account.id, region)
    for backup in item.get("DBInstanceAutomatedBackupsReplications") or ():
        arn = str(backup.get("DBInstanceAutomatedBackupsArn", ""))
        yield copied(what, "replicated backup", arn, account.id, region)


def global_clusters(account: Account, region: str) -> Told:
    listing = listed(account, "rds", region, "describe_global_clusters", "GlobalClusters", "RDS global clusters")
    found = (
        copied(f"global cluster {item.get('GlobalClusterIdentifier', '')}", "cluster", str(member), account.id, region)
        for item in listing.items
        for one in item.get("GlobalClusterMembers") or ()
        for member in (one.get("DBClusterArn"), *(one.get("Readers") or ()))
        if member
    )
    return (*found, *listing.unreadable)
