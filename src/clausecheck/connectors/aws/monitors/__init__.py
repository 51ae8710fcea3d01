"""What watches an AWS account: in every region that is switched on, not only in those that the target names.

Whoever gets in uses the region in which nobody looks. Read are CloudTrail, GuardDuty and AWS Config for each region,
and, over all of them, the alarms that tell somebody of what the first two saw.
"""

from functools import partial
from itertools import chain

from clausecheck.connectors.aws.gathered import population
from clausecheck.connectors.aws.monitors import alarms, detectors, recorders, trails
from clausecheck.connectors.aws.regions import switched_on
from clausecheck.connectors.aws.sessions import opened
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Monitor, Population, Unreadable
from clausecheck.targets.model import System

_Told = tuple[Monitor | Unreadable, ...]


def monitors(system: System, context: Context) -> Population[Monitor]:
    """Every monitor of the account. `CannotVerify` where nothing was told of any."""
    account = opened(system)
    regions = switched_on(account)
    known = trails.trails_of(account, regions.names, context.clock)
    readings = [
        *(partial(detectors.read, account, region, context.clock) for region in regions.names),
        *(partial(recorders.read, account, region, context.clock) for region in regions.names),
    ]
    in_regions = account.each(_run, readings)
    heard = alarms.read(account, regions.names, known, context.clock)
    told = (*trails.watching(known, regions.names, context.clock), *chain.from_iterable(in_regions), *heard.told)
    if any(isinstance(one, Monitor) for one in told):
        told = (*told, *regions.unreadable)
    return population(
        "monitors",
        told,
        account,
        tried="CloudTrail, GuardDuty, AWS Config, CloudWatch and EventBridge",
        excluded=heard.excluded,
        where="CloudTrail, GuardDuty, Config and CloudWatch",
    )


def _run(reading: "partial[_Told]") -> _Told:
    return reading()


__all__ = ["monitors"]
