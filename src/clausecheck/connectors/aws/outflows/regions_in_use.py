"""In which regions something lies: the first item of each listing is enough."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.aws.calls import missing, pages
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.outflows.buckets import Listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Unreadable

_LISTINGS = (
    ("ec2", "describe_instances", "Reservations", "EC2 instances"),
    ("ec2", "describe_volumes", "Volumes", "EBS volumes"),
    ("ec2", "describe_snapshots", "Snapshots", "EBS snapshots"),
    ("rds", "describe_db_instances", "DBInstances", "RDS instances"),
    ("rds", "describe_db_clusters", "DBClusters", "RDS clusters"),
    ("rds", "describe_db_snapshots", "DBSnapshots", "RDS snapshots"),
    ("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", "RDS cluster snapshots"),
    ("dynamodb", "list_tables", "TableNames", "DynamoDB tables"),
    ("efs", "describe_file_systems", "FileSystems", "EFS file systems"),
    ("sqs", "list_queues", "QueueUrls", "SQS queues"),
    ("sns", "list_topics", "Topics", "SNS topics"),
    ("logs", "describe_log_groups", "logGroups", "CloudWatch log groups"),
)
_Listing = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A region in which something lies, and the kinds of it."""

    region: str
    kinds: tuple[str, ...]


def read(account: Account, regions: Iterable[str], buckets: Listed) -> tuple[Place | Unreadable, ...]:
    """Each region in use, and the listings that were not answered."""
    asked = [(region, listing) for region in regions for listing in _LISTINGS]
    told = account.each(lambda place: _found(account, *place), asked)
    kinds: dict[str, list[str]] = {}
    for (region, listing), found in zip(asked, told, strict=True):
        if found is True:
            kinds.setdefault(region, []).append(listing[-1])
    for region in sorted(set(buckets.regions.values())):
        kinds.setdefault(region, []).append("S3 buckets")
    places = tuple(Place(region=region, kinds=tuple(found)) for region, found in kinds.items())
    return places + tuple(one for one in told if isinstance(one, Unreadable)) + buckets.unreadable


def _found(account: Account, region: str, listing: _Listing) -> bool | Unreadable:
    service, operation, key, what = listing
    owned: Mapping[str, Any] = {"OwnerIds": [account.id]} if operation == "describe_snapshots" else {}
    try:
        return any(_own(account, page.get(key) or ()) for page in pages(account, service, region, operation, **owned))
    except Unanswered as failure:
        return missing(what, region, failure)


def _own(account: Account, items: Iterable[Any]) -> bool:
    """Whether one of them is the account's: a test server may list machine images' snapshots of somebody else."""
    return any(not isinstance(item, Mapping) or item.get("OwnerId", account.id) == account.id for item in items)
