"""Where the data of a plan would lie and go: regions, copies in other regions, doors to other accounts."""

from collections.abc import Iterator

from clausecheck.connectors.aws.doors import Door, is_declared
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.doors import doors_of
from clausecheck.connectors.terraform.others import others
from clausecheck.connectors.terraform.plan import Plan, Resource, plan_of
from clausecheck.connectors.terraform.stores import places
from clausecheck.facts import Outflow, Population, Unreadable
from clausecheck.targets.model import System

_UNTOLD = "the plan does not tell in which region it would lie"


def outflows(system: System, context: Context) -> Population[Outflow]:
    """Every region in use and every way out that the plan makes."""
    plan = plan_of(system)
    told = [
        *_regions(plan, system),
        *_copies(plan, system),
        *(_door(one, system) for one in doors_of(plan, system, context)),
    ]
    return Population(
        noun="ways of data",
        members=tuple(one for one in told if isinstance(one, Outflow)),
        unreadable=(*(one for one in told if isinstance(one, Unreadable)), *others(plan)),
        told_in_full_by="the plan",
    )


def _declared(system: System, region: str) -> bool | None:
    """Whether the target names the region among the plan's own; `None` where the plan does not tell it."""
    named = system.settings.get("regions") or [system.region]
    return region in named if region and isinstance(named, (list, tuple)) else None


def _regions(plan: Plan, system: System) -> Iterator[Outflow]:
    found: dict[str, list[Resource]] = {}
    for one in places(plan):
        found.setdefault(one.region, []).append(one)
    for region, resources in found.items():
        yield Outflow(
            label=f"{region or 'an unknown region'}, with {', '.join(one.address for one in resources[:3])}",
            kind="region in use",
            region=region,
            declared=_declared(system, region),
            untold="" if region else _UNTOLD,
        )


def _copies(plan: Plan, system: System) -> Iterator[Outflow]:
    for one in plan.of("aws_dynamodb_table"):
        for replica in one.blocks("replica"):
            yield _copy(one, "replication", str(replica.get("region_name") or ""), system)
    for one in plan.of("aws_dynamodb_table_replica", "aws_db_instance_automated_backups_replication"):
        yield _copy(one, "replication", one.region, system)
    for one in plan.of("aws_s3_bucket_replication_configuration"):
        for rule in one.blocks("rule"):
            for destination in rule.get("destination") or ():
                yield from _replicated(plan, one, destination, system)
    for one in plan.of("aws_backup_plan"):
        for rule in one.blocks("rule"):
            for action in rule.get("copy_action") or ():
                arn = str(action.get("destination_vault_arn") or "")
                yield _copy(one, "backup copy", (arn.split(":") + [""] * 6)[3], system)


def _replicated(plan: Plan, one: Resource, destination: object, system: System) -> Iterator[Outflow]:
    told = destination if isinstance(destination, dict) else {}
    if told.get("account"):
        yield _to_account(one, str(told["account"]), system)
        return
    name = str(told.get("bucket") or "").rsplit(":", 1)[-1]
    regions = {bucket.region for bucket in plan.of("aws_s3_bucket") if name and bucket.text("bucket") == name}
    yield _copy(one, "replication", regions.pop() if len(regions) == 1 else "", system)


def _copy(one: Resource, kind: str, region: str, system: System) -> Outflow:
    declared = _declared(system, region)
    label = f"{kind} of {one.address} to {region or 'an unknown region'}"
    return Outflow(label=label, kind=kind, region=region, declared=declared, untold="" if region else _UNTOLD)


def _to_account(one: Resource, account: str, system: System) -> Outflow:
    grounds = [to.ground for to in system.recipients if to.name == account]
    label = f"replication of {one.address} to account {account}"
    to = f"account {account}"
    return Outflow(label=label, kind="replication", to=to, declared=bool(grounds), ground="; ".join(grounds))


def _door(door: Door | Unreadable, system: System) -> Outflow | Unreadable:
    if isinstance(door, Unreadable):
        return door
    names = [one.name for one in system.recipients]
    return Outflow(
        label=door.label,
        kind="grant",
        region=door.region,
        to=door.to,
        declared=is_declared(door, names),
        ground="; ".join(one.ground for one in system.recipients if one.name in door.names),
        untold=door.untold,
    )
