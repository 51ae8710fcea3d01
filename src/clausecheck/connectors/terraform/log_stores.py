"""The log groups that a plan makes: how long each keeps its entries."""

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.plan import UNKNOWN, Resource, plan_of
from clausecheck.facts import LogStore, Population
from clausecheck.targets.model import System


def log_stores(system: System, context: Context) -> Population[LogStore]:  # noqa: ARG001 - as every fact
    """Every log group. A retention of 0, or none, is for ever (provider's schema)."""
    plan = plan_of(system)
    groups = plan.of("aws_cloudwatch_log_group")
    return Population(noun="log groups", members=tuple(map(_group, groups)), told_in_full_by="the plan")


def _group(one: Resource) -> LogStore:
    known = one.knows("retention_in_days")
    days = one.values.get("retention_in_days") or 0
    return LogStore(
        label=f"log group {one.address}",
        kind="log group",
        name=one.address,
        oldest_at=None,
        newest_at=None,
        keeps_days=int(days) if known and days else None,
        never_expires=known and not days,
        is_empty=True,
        untold="" if known else f"its retention is not told: {UNKNOWN}",
    )
