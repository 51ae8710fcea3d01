"""GuardDuty: in each region a detector that is enabled. It looks only at the region in which it is."""

from datetime import datetime

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Monitor, Unreadable

KIND = "threat detection"


def read(account: Account, region: str, now: datetime) -> tuple[Monitor | Unreadable, ...]:
    """The detector of one region, or that there is none."""
    listing = listed(account, "guardduty", region, "list_detectors", "DetectorIds", "GuardDuty detectors")
    if listing.unreadable:
        return listing.unreadable
    try:
        on = any(_is_enabled(account, region, detector) for detector in listing.items)
    except Unanswered as failure:
        return (missing("GuardDuty detector", region, failure),)
    return (Monitor(label=f"{KIND} in {region}", kind=KIND, place=region, on=on, seen_at=now),)


def _is_enabled(account: Account, region: str, detector: str) -> bool:
    return asked(account, "guardduty", region, "get_detector", DetectorId=detector).get("Status") == "ENABLED"
