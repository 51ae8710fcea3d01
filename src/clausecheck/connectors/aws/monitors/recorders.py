"""AWS Config: in each region a recorder of how everything is set up, recording now and not failing.

What it records of (all kinds of resources, or some) is not judged.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clausecheck.connectors.aws.calls import asked, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Monitor, Unreadable

KIND = "record of configuration"


def read(account: Account, region: str, now: datetime) -> tuple[Monitor | Unreadable, ...]:
    """The recorder of one region, or that there is none."""
    try:
        answer = asked(account, "config", region, "describe_configuration_recorder_status")
    except Unanswered as failure:
        return (missing("AWS Config recorders", region, failure),)
    on = any(map(_is_recording, answer.get("ConfigurationRecordersStatus") or ()))
    return (Monitor(label=f"{KIND} in {region}", kind=KIND, place=region, on=on, seen_at=now),)


def _is_recording(status: Mapping[str, Any]) -> bool:
    return status.get("recording") is True and str(status.get("lastStatus", "")).upper() != "FAILURE"
