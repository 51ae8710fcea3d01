"""RDS and Aurora: instances, clusters, and the snapshots of both.

Shared and public snapshots of other accounts are not listed by these calls unless asked for.
"""

from functools import partial

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, Reading, flagged, found

_LISTINGS = (
    # operation, key of its items, what to call them, kind, name, flag
    ("instances", "DBInstances", "RDS instances", "database", "DBInstanceIdentifier", "StorageEncrypted"),
    ("clusters", "DBClusters", "RDS clusters", "database cluster", "DBClusterIdentifier", "StorageEncrypted"),
    ("snapshots", "DBSnapshots", "RDS snapshots", "database snapshot", "DBSnapshotIdentifier", "Encrypted"),
    (
        "cluster_snapshots", "DBClusterSnapshots", "RDS cluster snapshots",
        "cluster snapshot", "DBClusterSnapshotIdentifier", "StorageEncrypted",
    ),
)  # fmt: skip


def _read(listing_of: tuple[str, ...], account: Account, region: str) -> Found:
    operation, key, what, kind, name, flag = listing_of
    listing = listed(account, "rds", region, f"describe_db_{operation}", key, what)
    return found(listing, [flagged(kind, name, region, item, flag) for item in listing.items])


READINGS: tuple[Reading, ...] = tuple(partial(_read, listing_of) for listing_of in _LISTINGS)
