"""Rules of EventBridge on what AWS's own watchers report, and where they send it.

Only the default bus gets the events of AWS's services. Rules that AWS made for its own services are left aside.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.monitors.topics import Topics
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Monitor, Unreadable

KIND = "alarm"
_SOURCES = {"aws.guardduty", "aws.securityhub", "aws.config", "aws.signin", "aws.cloudtrail", "aws.inspector2",
            "aws.macie", "aws.access-analyzer"}  # fmt: skip
_DETAILS = ("guardduty finding", "security hub findings", "via cloudtrail", "config rules compliance change")


def rules_of(
    account: Account, region: str, topics: Topics, now: datetime
) -> tuple[tuple[Monitor | Unreadable, ...], int]:
    """The rules on security of one region's default bus, and how many others it has."""
    listing = listed(account, "events", region, "list_rules", "Rules", "EventBridge rules")
    own = [rule for rule in listing.items if not rule.get("ManagedBy")]
    ours = [rule for rule in own if _is_on_security(str(rule.get("EventPattern") or ""))]
    told = account.each(lambda rule: _rule(account, region, rule, topics, now), ours)
    return (*told, *listing.unreadable), len(own) - len(ours)


def _is_on_security(pattern: str) -> bool:
    try:
        told = json.loads(pattern or "{}")
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, Mapping):
        return False
    sources, details = _words(told.get("source")), _words(told.get("detail-type"))
    return bool(sources & _SOURCES) or any(word in detail for detail in details for word in _DETAILS)


def _words(values: object) -> set[str]:
    """The values of one field of a pattern, prefixes included, in lower case."""
    if not isinstance(values, list):
        return set()
    told = (one.get("prefix", "") if isinstance(one, Mapping) else one for one in values)
    return {one.lower() for one in told if isinstance(one, str)}


def _rule(
    account: Account, region: str, rule: Mapping[str, Any], topics: Topics, now: datetime
) -> Monitor | Unreadable:
    name = str(rule.get("Name", ""))
    on = str(rule.get("State", "")).startswith("ENABLED")
    targets = listed(account, "events", region, "list_targets_by_rule", "Targets", f"targets of rule {name}", Rule=name)
    if targets.unreadable:
        return targets.unreadable[0]
    reaches, untold = topics.reach_somebody(str(one.get("Arn", "")) for one in targets.items)
    return Monitor(
        label=f"{KIND} {name} in {region}",
        kind=KIND,
        place=region,
        on=on,
        reaches_somebody=reaches if on else None,
        seen_at=now,
        untold=untold if on else "",
    )
