"""Backups in an AWS account, and the stores that they protect.

Stores that have to be backed up are databases, clusters, volumes, tables and file systems. Buckets, queues, topics and
log groups have versions, replicas or a retention of their own, and are not asked for one. Backups are snapshots, the
continuous ones of RDS and DynamoDB, and the recovery points of AWS Backup.

Whoever may delete a store may as a rule delete its snapshots. Apart lies only what a vault keeps that is locked for
good (in compliance mode, the days of grace over) or has an air gap: AWS Backup developer guide, "Vault Lock". Copies in
another account cannot be seen from here.
"""

from collections.abc import Callable
from functools import partial

from clausecheck.connectors.aws.backups import points, snapshots, tables
from clausecheck.connectors.aws.backups.taken import Taken, Told
from clausecheck.connectors.aws.gathered import population
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.aws.stores import databases, file_systems, volumes
from clausecheck.connectors.aws.stores import tables as stored_tables
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Backup, Population, Protected, Store, Unreadable
from clausecheck.targets.model import System

_KINDS = ("database", "database cluster", "volume", "table", "file system")
_TRIED = "RDS, EC2, DynamoDB, EFS and AWS Backup"
_NOT_ASKED = "buckets, queues, topics and log groups are not asked for a backup"


def backups(system: System, context: Context) -> Population[Backup]:
    """Every backup. `CannotVerify` where none was told."""
    account = opened(system)
    told = _taken(account, context)
    return population(
        "backups",
        (one.backup if isinstance(one, Taken) else one for one in told),
        account,
        tried=_TRIED,
        where="AWS Backup, RDS and EC2",
    )


def protected(system: System, context: Context) -> Population[Protected]:
    """Every store that has to be backed up, with its backups. `CannotVerify` where no store was told."""
    account = opened(system)
    told = _taken(account, context)
    taken = [one for one in told if isinstance(one, Taken)]
    gap = "; ".join(str(one) for one in told if isinstance(one, Unreadable))
    stores, unread = _stores(account)
    members = (_protected(store, taken, gap) for store in stores if store.kind in _KINDS)
    return population("stores", (*members, *unread), account, tried=_TRIED, warnings=(_NOT_ASKED,), where="AWS Backup")


def _protected(store: Store, taken: list[Taken], gap: str) -> Protected:
    own = tuple(one.backup for one in taken if one.is_of(store))
    return Protected(label=store.label, name=store.name, backups=own, gap=gap)


def _stores(account: Account) -> tuple[list[Store], list[Unreadable]]:
    readings = (*databases.READINGS[:2], volumes.read, stored_tables.read, file_systems.read)
    places = [(read, region) for region in account.regions for read in readings]
    found = account.each(lambda place: place[0](account, place[1]), places)
    return [store for one in found for store in one.stores], [entry for one in found for entry in one.unreadable]


def _taken(account: Account, context: Context) -> Told:
    readings: list[Callable[[], Told]] = [
        partial(read, account, region)
        for region in account.regions
        for read in (snapshots.of_databases, snapshots.of_clusters, snapshots.of_volumes, tables.read)
    ]
    readings += [partial(points.read, account, region, context.clock) for region in account.regions]
    return tuple(one for each in account.each(_run, readings) for one in each)


def _run(reading: Callable[[], Told]) -> Told:
    return reading()


__all__ = ["backups", "protected"]
