"""EFS file systems: the listing tells all. Their name is their id; the tag `Name` may be anything."""

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, flagged, found


def read(account: Account, region: str) -> Found:
    listing = listed(account, "efs", region, "describe_file_systems", "FileSystems", "EFS file systems")
    return found(listing, [flagged("file system", "FileSystemId", region, item) for item in listing.items])
