"""DynamoDB: point-in-time recovery, and backups on demand, which stay until somebody deletes them.

Tables and their backups are always encrypted (DynamoDB developer guide, "DynamoDB encryption at rest").
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from clausecheck.connectors.aws.backups.taken import Taken, Told, cipher, later, moment, unsure
from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Backup

_DAYS = 35
"""How far back point-in-time recovery reaches where a table does not say otherwise (DynamoDB developer guide)."""
_UNTOLD = "AWS does not tell when it was complete"


def read(account: Account, region: str) -> Told:
    names = listed(account, "dynamodb", region, "list_tables", "TableNames", "DynamoDB tables")
    made = listed(account, "dynamodb", region, "list_backups", "BackupSummaries", "DynamoDB backups")
    told = account.each(partial(_continuous, account, region), names.items)
    on_demand = [_on_demand(region, one) for one in made.items if one.get("BackupStatus") == "AVAILABLE"]
    return (*(one for each in told for one in each), *on_demand, *names.unreadable, *made.unreadable)


def _continuous(account: Account, region: str, name: str) -> Told:
    try:
        answer = asked(account, "dynamodb", region, "describe_continuous_backups", TableName=name)
    except Unanswered as failure:
        return (missing(f"continuous backup of table {name}", region, failure),)
    told = (answer.get("ContinuousBackupsDescription") or {}).get("PointInTimeRecoveryDescription") or {}
    if told.get("PointInTimeRecoveryStatus") != "ENABLED":
        return ()
    newest = moment(told.get("LatestRestorableDateTime"))
    expires = later(newest, told.get("RecoveryPeriodInDays") or _DAYS)
    return (_taken(region, name, f"continuous backup of table {name} in {region}", newest, expires),)


def _on_demand(region: str, one: Mapping[str, Any]) -> Taken:
    taken, expires = moment(one.get("BackupCreationDateTime")), moment(one.get("BackupExpiryDateTime"))
    return _taken(
        region, str(one.get("TableName", "")), f"backup {one.get('BackupName', '')} in {region}", taken, expires
    )


def _taken(region: str, of: str, what: str, taken: Any, expires: Any) -> Taken:
    backup = Backup(
        label=what,
        of=of,
        taken_at=taken,
        expires_at=expires,
        never_expires=taken is not None and expires is None,
        encrypted=True,
        algorithm=cipher("table", region, True),
        is_apart=False,
        untold="" if taken else _UNTOLD,
        unsure=unsure(True, cipher("table", region, True)),
    )
    return Taken(region=region, kind="table", backup=backup)
