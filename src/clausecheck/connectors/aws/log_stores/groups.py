"""CloudWatch log groups: the listing tells the retention; a group without one keeps its entries for ever."""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import LogStore, Unreadable

KIND = "log group"


def read(account: Account, region: str) -> tuple[LogStore | Unreadable, ...]:
    listing = listed(account, "logs", region, "describe_log_groups", "logGroups", "CloudWatch log groups")
    return (*(_group(one, region) for one in listing.items), *listing.unreadable)


def _group(group: Mapping[str, Any], region: str) -> LogStore:
    days = group.get("retentionInDays")
    return LogStore(
        label=f"{KIND} {group.get('logGroupName', '')} in {region}",
        kind=KIND,
        name=str(group.get("logGroupName", "")),
        oldest_at=None,
        newest_at=None,
        keeps_days=days if isinstance(days, int) else None,
        never_expires=days is None,
        is_empty=group.get("storedBytes") == 0,
    )
