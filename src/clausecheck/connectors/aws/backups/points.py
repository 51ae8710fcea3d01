"""Recovery points of AWS Backup, vault by vault, with what their plan set to remove them.

AWS names the cipher of a recovery point nowhere but by its source: it lies under AES-256 where that kind of store does.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from clausecheck.connectors.aws.backups.taken import Taken, Told, cipher, later, moment, unsure
from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Backup

_KINDS = {"RDS": "database", "Aurora": "database cluster", "EBS": "volume", "DynamoDB": "table", "EFS": "file system"}
"""AWS Backup's types of resource, and what a store of each is called here."""
_UNFINISHED = "AWS does not tell when it was complete"


def read(account: Account, region: str, now: datetime) -> Told:
    vaults = listed(account, "backup", region, "list_backup_vaults", "BackupVaultList", "backup vaults")
    told = account.each(partial(_of_vault, account, region, now), vaults.items)
    return tuple(one for each in told for one in each) + vaults.unreadable


def _of_vault(account: Account, region: str, now: datetime, vault: Mapping[str, Any]) -> Told:
    name = str(vault.get("BackupVaultName", ""))
    found = listed(
        account, "backup", region, "list_recovery_points_by_backup_vault", "RecoveryPoints",
        f"recovery points of vault {name}", BackupVaultName=name,
    )  # fmt: skip
    apart = _is_apart(vault, now)
    done = [one for one in found.items if one.get("Status") in ("COMPLETED", "AVAILABLE", "STOPPED")]
    return (*(_point(region, name, one, apart) for one in done), *found.unreadable)


def _is_apart(vault: Mapping[str, Any], now: datetime) -> bool:
    """Whether nobody in the account can empty it: an air gap, or a lock whose days of grace are over."""
    since = moment(vault.get("LockDate"))
    is_locked = vault.get("Locked") is True and since is not None and since <= now
    return vault.get("VaultType") == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" or is_locked


def _point(region: str, vault: str, one: Mapping[str, Any], apart: bool) -> Taken:
    kind = _KINDS.get(str(one.get("ResourceType", "")), "")
    taken = moment(one.get("CompletionDate")) or moment(one.get("CreationDate"))
    expires = moment((one.get("CalculatedLifecycle") or {}).get("DeleteAt"))
    expires = expires or later(taken, (one.get("Lifecycle") or {}).get("DeleteAfterDays"))
    flag = one.get("IsEncrypted")
    backup = Backup(
        label=f"recovery point {str(one.get('RecoveryPointArn', '')).rsplit(':', 1)[-1]} of vault {vault} in {region}",
        of=_name(str(one.get("ResourceArn", ""))),
        taken_at=taken,
        expires_at=expires,
        never_expires=taken is not None and expires is None,
        encrypted=flag if isinstance(flag, bool) else None,
        algorithm=cipher(kind, region, flag),
        is_apart=apart,
        size=one.get("BackupSizeInBytes"),
        untold="" if taken else _UNFINISHED,
        unsure=unsure(flag, cipher(kind, region, flag)),
    )
    return Taken(region=_region(str(one.get("ResourceArn", ""))) or region, kind=kind, backup=backup)


def _name(arn: str) -> str:
    """The name of the store: `…:db:crm`, `…:volume/vol-1`, `…:table/sessions`."""
    return arn.rsplit(":", 1)[-1].rsplit("/", 1)[-1]


def _region(arn: str) -> str:
    """The region of the store: a copy lies in another one than what it is of."""
    parts = arn.split(":")
    return parts[3] if len(parts) > 5 else ""
