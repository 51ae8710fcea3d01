"""IAM's credential report: who has which credentials. Asked for only where a live question was not answered.

AWS makes a new report at most every four hours, so a device that was taken away since would still be in it; an older
one is refused.
"""

import csv
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from io import StringIO
from typing import Any

from clausecheck.connectors.aws.calls import asked
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account

ROOT = "<root_account>"
FRESH = timedelta(hours=5)
_PAUSE, _LONGEST_PAUSE = 0.1, 2.0

Row = Mapping[str, str]


def credential_report(account: Account) -> Mapping[str, Row]:
    """The rows of a fresh report, by ARN; root's by `ROOT`. `Unanswered` where there is none."""
    region = account.regions[0]
    _made(account, region)
    answer = asked(account, "iam", region, "get_credential_report")
    if not _is_fresh(answer):
        raise Unanswered("the credential report is stale", "run again once IAM has made a new one")
    rows = csv.DictReader(StringIO(answer["Content"].decode()))
    return {ROOT if row["user"] == ROOT else row["arn"]: row for row in rows}


def _is_fresh(answer: Mapping[str, Any]) -> bool:
    """Its age by AWS's own clock, which stands in the answer's head."""
    said: str = answer["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    made: datetime = answer["GeneratedTime"]
    return bool(said) and abs(parsedate_to_datetime(said) - made) <= FRESH


def flag(row: Row, *columns: str) -> bool | None:
    """Whether any of these columns says true; `None` where none of them says true and one says neither."""
    values = [row.get(column, "") for column in columns]
    if "true" in values:
        return True
    return False if all(value == "false" for value in values) else None


def _made(account: Account, region: str) -> None:
    """Wait until IAM has made its report, at most for the system's time limit."""
    end, pause = time.monotonic() + account.system.time_limit, _PAUSE
    while asked(account, "iam", region, "generate_credential_report").get("State") != "COMPLETE":
        if time.monotonic() + pause > end:
            raise Unanswered("IAM did not finish its credential report in time", "run again")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
