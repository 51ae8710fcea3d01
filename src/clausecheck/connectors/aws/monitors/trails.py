"""CloudTrail: in each region the best trail that covers it.

A trail covers its home region, or every region where it is a multi-region one. It records what happens only while it
is logging, and in full only where its selectors take all management events, reading and writing (CIS AWS Foundations
Benchmark 3.1). Log file validation makes a digest each hour, by which a change of a log is noticed (3.2).

`LatestDeliveryTime` is the last delivery to its bucket. A trail that never delivered anything counts from the moment at
which it was switched on, and cannot be told until then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from clausecheck.connectors.aws.calls import asked, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Monitor, Unreadable

KIND = "audit trail"
_LATE_CLOCKS = timedelta(hours=24)
_AT_THE_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Trail:
    """One trail. `log_group` is the ARN of the group that gets its events too, or "". `None` is not told: `untold`."""

    arn: str
    home: str
    everywhere: bool
    validated: bool
    log_group: str
    on: bool | None
    newest_at: datetime | None
    untold: str = ""

    def covers(self, region: str) -> bool:
        return self.everywhere or self.home == region


@dataclass(frozen=True, kw_only=True)
class Trails:
    """The trails of an account, and the regions that did not list theirs."""

    trails: tuple[Trail, ...]
    unlisted: Mapping[str, Unreadable]


def trails_of(account: Account, regions: tuple[str, ...], now: datetime) -> Trails:
    """Every trail of these regions, each once, with its state."""
    listings = account.each(lambda region: _listed(account, region), regions)
    unlisted = {region: one for region, one in zip(regions, listings, strict=True) if isinstance(one, Unreadable)}
    described = {
        str(trail.get("TrailARN", "")): (region, trail)
        for region, one in zip(regions, listings, strict=True)
        if not isinstance(one, Unreadable)
        for trail in one
    }
    found = account.each(lambda place: _trail(account, *place, now), described.values())
    return Trails(trails=tuple(found), unlisted=unlisted)


def watching(known: Trails, regions: Iterable[str], now: datetime) -> tuple[Monitor | Unreadable, ...]:
    """The trail of each region: the one that keeps most, or none."""
    return tuple(_of_region(known, region, now) for region in regions)


def _listed(account: Account, region: str) -> tuple[Mapping[str, Any], ...] | Unreadable:
    try:
        answer = asked(account, "cloudtrail", region, "describe_trails", includeShadowTrails=True)
    except Unanswered as failure:
        return missing("CloudTrail trails", region, failure)
    return tuple(answer.get("trailList") or ())


def _trail(account: Account, region: str, described: Mapping[str, Any], now: datetime) -> Trail:
    arn, home = str(described.get("TrailARN", "")), str(described.get("HomeRegion") or region)
    on, newest, untold = None, None, ""
    try:
        status = asked(account, "cloudtrail", home, "get_trail_status", Name=arn)
        on = bool(status.get("IsLogging")) and _records_all(account, home, arn)
        newest, untold = _newest(status, now) if on else (None, "")
    except Unanswered as failure:
        untold = f"the state of its trail could not be read: {failure.why}; {failure.remedy}"
    return Trail(
        arn=arn,
        home=home,
        everywhere=bool(described.get("IsMultiRegionTrail")),
        validated=bool(described.get("LogFileValidationEnabled")),
        log_group=str(described.get("CloudWatchLogsLogGroupArn") or ""),
        on=on,
        newest_at=newest,
        untold=untold,
    )


def _newest(status: Mapping[str, Any], now: datetime) -> tuple[datetime | None, str]:
    delivered, started = _moment(status.get("LatestDeliveryTime")), _moment(status.get("StartLoggingTime"))
    if delivered is None:
        return started, "it has delivered nothing since it was switched on"
    return (None, "its newest delivery lies in the future") if delivered > now + _LATE_CLOCKS else (delivered, "")


def _moment(told: object) -> datetime | None:
    return told.astimezone(UTC) if isinstance(told, datetime) else None


def _records_all(account: Account, home: str, arn: str) -> bool:
    """Whether it takes all management events. A trail without selectors of its own does (CloudTrail API reference)."""
    answer = asked(account, "cloudtrail", home, "get_event_selectors", TrailName=arn)
    plain, advanced = answer.get("EventSelectors") or (), answer.get("AdvancedEventSelectors") or ()
    if not plain and not advanced:
        return True
    return any(map(_takes_all, plain)) or any(map(_takes_all_advanced, advanced))


def _takes_all(selector: Mapping[str, Any]) -> bool:
    manages = selector.get("IncludeManagementEvents", True) and selector.get("ReadWriteType", "All") == "All"
    return bool(manages) and not selector.get("ExcludeManagementEventSources")


def _takes_all_advanced(selector: Mapping[str, Any]) -> bool:
    """Of the category Management, with no further field that would leave some out."""
    fields = {one.get("Field"): one for one in selector.get("FieldSelectors") or ()}
    return set(fields) == {"eventCategory"} and fields["eventCategory"].get("Equals") == ["Management"]


def _of_region(known: Trails, region: str, now: datetime) -> Monitor | Unreadable:
    covering = [trail for trail in known.trails if trail.covers(region)]
    best = max(covering, key=_worth, default=None)
    if region in known.unlisted and not (best and best.on and best.validated):
        return known.unlisted[region]
    doubtful = next((trail for trail in covering if trail.on is None), None)
    if doubtful and not (best and best.on and best.validated):
        best = doubtful
    return Monitor(
        label=f"{KIND} in {region}",
        kind=KIND,
        place=region,
        on=best.on if best else False,
        tamper_evident=best.validated if best and best.on else None,
        newest_at=best.newest_at if best else None,
        seen_at=now,
        untold=best.untold if best else "",
    )


def _worth(trail: Trail) -> tuple[bool, bool, datetime]:
    return bool(trail.on), trail.validated, trail.newest_at or _AT_THE_BEGINNING
