"""Every store of data at rest that AWS lists in the regions named (rigour 30): one module a service.

Read: RDS and Aurora (DocumentDB and Neptune clusters are in the same listing) with their snapshots, EBS volumes and
own snapshots, S3 buckets wherever they lie, DynamoDB, EFS, SQS, SNS, CloudWatch Logs. A listing is one call a page,
region and service; a question about a single resource is asked only where the listing does not answer it.
"""

from collections import Counter
from dataclasses import replace

from clausecheck.connectors.aws.keys import with_key_states
from clausecheck.connectors.aws.sessions import opened
from clausecheck.connectors.aws.stores import (
    buckets,
    databases,
    file_systems,
    log_groups,
    queues,
    tables,
    topics,
    volumes,
)
from clausecheck.connectors.aws.stores.store import Found, Reading
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Store
from clausecheck.targets.model import System

REGIONAL: tuple[Reading, ...] = (
    *databases.READINGS,
    volumes.read,
    tables.read,
    file_systems.read,
    queues.read,
    topics.read,
    log_groups.read,
)

NOT_READ = "stores of other AWS services (ElastiCache, Redshift, OpenSearch, Kinesis, FSx, Backup vaults) are not read"


def stores(system: System, context: Context) -> Population[Store]:  # noqa: ARG001 - the Protocol's
    """Every store of the account. `CannotVerify` where not one listing was answered."""
    account = opened(system)
    places = [(reading, region) for region in account.regions for reading in REGIONAL]
    places.append((buckets.read, account.regions[0]))
    found = account.each(lambda place: place[0](account, place[1]), places)
    if not any(one.answered for one in found):
        raise _nothing(system, found)
    members = with_key_states(account, (store for one in found for store in one.stores))
    return Population(
        noun="stores",
        members=_told_apart(members),
        unreadable=tuple(entry for one in found for entry in one.unreadable),
        warnings=(NOT_READ,),
        where_to_look=f"the AWS console of account {account.id}, {', '.join(account.regions)}",
    )


def _nothing(system: System, found: list[Found]) -> CannotVerify:
    first = found[0].unreadable[0]
    return CannotVerify(
        f"system {system.name}: none of {len(found)} listings of stores was answered; {first.what}: {first.why}",
        tried="the listings of RDS, EC2, S3, DynamoDB, EFS, SQS, SNS and CloudWatch Logs",
        remedy=first.remedy,
    )


def _told_apart(members: tuple[Store, ...]) -> tuple[Store, ...]:
    """Labels are unique within an account: the region is added where two regions use a name."""
    seen = Counter(store.label for store in members)
    return tuple(
        replace(store, label=f"{store.label} ({store.region})") if seen[store.label] > 1 else store for store in members
    )


__all__ = ["stores"]
