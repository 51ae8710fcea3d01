"""Where the data of an AWS account lie and go: regions in use, copies in other regions, grants to other accounts.

Regions in use are looked for in every region that is switched on, not only in those that the target names: whatever
lies in another is data that nobody declared. Copies are those that AWS makes by itself: replication of buckets, read
replicas, replicated backups, global clusters and tables, copies by plans of AWS Backup. Images of containers are not
read.
"""

from collections.abc import Callable, Iterator
from functools import partial

from clausecheck.connectors.aws.doors import NOT_READ, Door, doors_of, is_declared
from clausecheck.connectors.aws.gathered import population
from clausecheck.connectors.aws.identity.details import Details
from clausecheck.connectors.aws.outflows import backups, buckets, databases, regions_in_use, tables
from clausecheck.connectors.aws.outflows.copies import Copy, Told
from clausecheck.connectors.aws.regions import switched_on
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Outflow, Population, Unreadable
from clausecheck.targets.model import System


def outflows(system: System, context: Context) -> Population[Outflow]:
    """Every region in use and every way out. `CannotVerify` where nothing was told of any."""
    account = opened(system)
    regions = switched_on(account)
    listed = buckets.listed_with_regions(account)
    places = regions_in_use.read(account, regions.names, listed)
    copies = account.each(_run, _readings(account, listed))
    doors = doors_of(account, context.pseudonyms, Details())
    told = (
        *(_place(account, one) if isinstance(one, regions_in_use.Place) else one for one in places),
        *(_copy(account, one) if isinstance(one, Copy) else one for each in copies for one in each),
        *(_door(account, one) if isinstance(one, Door) else one for one in doors),
    )
    if any(isinstance(one, Outflow) for one in told):
        told = (*told, *regions.unreadable)
    return population(
        "ways of data",
        _once(told),
        account,
        tried="the stores of every region, S3, RDS, DynamoDB, AWS Backup and KMS",
        warnings=(NOT_READ,),
        where="S3, RDS and DynamoDB",
    )


def _readings(account: Account, listed: buckets.Listed) -> Iterator[Callable[[], Told]]:
    yield partial(buckets.replications, account, listed)
    for region in account.regions:
        for read in (databases.replicas, databases.global_clusters, tables.replicas, backups.copies):
            yield partial(read, account, region)


def _run(reading: Callable[[], Told]) -> Told:
    return reading()


def _once(told: tuple[Outflow | Unreadable, ...]) -> Iterator[Outflow | Unreadable]:
    """What two readings saw (a listing of buckets that was denied, a global cluster) counts once."""
    return iter({one.label if isinstance(one, Outflow) else str(one): one for one in told}.values())


def _place(account: Account, place: regions_in_use.Place) -> Outflow:
    return Outflow(
        label=f"{place.region}, with {', '.join(place.kinds)}",
        kind="region in use",
        region=place.region,
        declared=place.region in account.regions,
    )


def _copy(account: Account, copy: Copy) -> Outflow:
    """A copy within the account is declared by its region, one in another account by that one's name."""
    if not copy.to:
        region = copy.region or None
        return Outflow(
            label=copy.label,
            kind=copy.kind,
            region=copy.region,
            declared=None if region is None else region in account.regions,
            untold="" if region else "AWS does not tell in which region the copy lies",
        )
    grounds = _grounds(account.system, copy.names)
    return Outflow(
        label=copy.label,
        kind=copy.kind,
        region=copy.region,
        to=copy.to,
        declared=bool(grounds),
        ground="; ".join(grounds),
    )


def _door(account: Account, door: Door) -> Outflow:
    names = [one.name for one in account.system.recipients]
    return Outflow(
        label=door.label,
        kind="grant",
        region=door.region,
        to=door.to,
        declared=is_declared(door, names),
        ground="; ".join(_grounds(account.system, door.names)),
        untold=door.untold,
    )


def _grounds(system: System, names: tuple[str, ...]) -> list[str]:
    return [one.ground for one in system.recipients if one.name in names]


__all__ = ["outflows"]
