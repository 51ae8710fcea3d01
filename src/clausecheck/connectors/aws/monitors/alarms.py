"""Alarms on what the trails and the threat detection saw, and whether somebody gets them.

Two ways lead from there to a person: a rule of EventBridge on the events of GuardDuty, CloudTrail, Security Hub or
Config; and an alarm of CloudWatch on a metric that a filter makes of the log group into which a trail writes (CIS AWS
Foundations Benchmark, section 4). Alarms on anything else, such as load, say nothing of an attack: they are counted
apart. Where neither way exists at all, that is a monitor which is not on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from clausecheck.connectors.aws.calls import listed, missing, pages
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.monitors.rules import rules_of
from clausecheck.connectors.aws.monitors.topics import Topics
from clausecheck.connectors.aws.monitors.trails import Trails
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Monitor, Unreadable

KIND = "alarm"
_Metric = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The alarms on security, what could not be read of them, and how many others there are."""

    told: tuple[Monitor | Unreadable, ...]
    excluded: int


def read(account: Account, regions: Iterable[str], known: Trails, now: datetime) -> Heard:
    """The alarms and rules of the whole account."""
    topics = Topics(account)
    groups = sorted({trail.log_group for trail in known.trails if trail.on is not False and trail.log_group})
    found = [_alarms(account, group, topics, now) for group in groups]
    found += account.each(lambda region: rules_of(account, region, topics, now), regions)
    told = tuple(chain.from_iterable(one for one, _ in found))
    if not told:
        told = (Monitor(label="alarm of any kind", kind=KIND, place="the account", on=False, seen_at=now),)
    return Heard(told=told, excluded=sum(others for _, others in found))


def _alarms(
    account: Account, group: str, topics: Topics, now: datetime
) -> tuple[tuple[Monitor | Unreadable, ...], int]:
    """The alarms on metrics that filters make of this log group, and how many other alarms its region has."""
    parts = group.split(":")
    region, name = parts[3] if len(parts) > 6 else account.regions[0], parts[6] if len(parts) > 6 else group
    filters = listed(
        account, "logs", region, "describe_metric_filters", "metricFilters", "CloudWatch metric filters",
        logGroupName=name,
    )  # fmt: skip
    if filters.unreadable:
        return filters.unreadable, 0
    metrics = {_metric(one) for each in filters.items for one in each.get("metricTransformations") or ()}
    try:
        found = list(
            pages(account, "cloudwatch", region, "describe_alarms", AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        )
    except Unanswered as failure:
        return (missing("CloudWatch alarms", region, failure),), 0
    plain = [one for page in found for one in page.get("MetricAlarms") or ()]
    ours = [one for one in plain if (one.get("Namespace"), one.get("MetricName")) in metrics]
    composite = [one for page in found for one in page.get("CompositeAlarms") or ()]
    return tuple(_alarm(one, composite, topics, region, now) for one in ours), len(plain) - len(ours)


def _metric(transformation: Mapping[str, Any]) -> _Metric:
    return str(transformation.get("metricNamespace", "")), str(transformation.get("metricName", ""))


def _alarm(
    alarm: Mapping[str, Any], composite: Iterable[Mapping[str, Any]], topics: Topics, region: str, now: datetime
) -> Monitor:
    """One alarm; what a composite alarm that rests on it does counts as its own."""
    name = str(alarm.get("AlarmName", ""))
    voices = [alarm, *(one for one in composite if f'"{name}"' in str(one.get("AlarmRule", "")))]
    on = any(one.get("ActionsEnabled") is True for one in voices)
    actions = [arn for one in voices if one.get("ActionsEnabled") for arn in one.get("AlarmActions") or ()]
    reaches, untold = topics.reach_somebody(actions)
    return Monitor(
        label=f"{KIND} {name} in {region}",
        kind=KIND,
        place=region,
        on=on,
        reaches_somebody=reaches if on else None,
        seen_at=now,
        untold=untold if on else "",
    )
