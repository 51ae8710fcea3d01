"""Clause 4.1.f: backups that are there when they are needed, and of no use to a thief."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Backup, Population, Protected
from clausecheck.periods import Calendar
from clausecheck.policy.obligations.security import BackupRecency


@pytest.mark.obligation("backup_recency")
def test_backups_are_recent_and_encrypted(
    obligation: BackupRecency, protected: Population[Protected], calendar: Calendar
) -> None:
    """Every store has a recent backup, encrypted, and kept where whoever destroys the store cannot reach it.

    Ransomware, a wrong statement or a fire ends a company that has no way back. A backup is a full copy of everything,
    so it needs the same cipher as the store; and one that lies beside the store goes down with it.

    Violated: a store has no backup, or its newest one is older than the policy allows; one of its backups is not
    encrypted, or with another cipher than the promised one; or no recent backup lies apart from the store.

    Remedy: back the store up, at least as often as promised, encrypted, into another account or onto another machine;
    delete backups that are not encrypted.

    Source: GDPR Art. 32(1)(b) and (c); NIST SP 800-53r5 CP-9 and CP-9(8); ISO/IEC 27001:2022 A.8.13; CIS Controls 11.
    """
    missing = [one for one in protected if not one.backups and not one.untold]
    listed = [one for one in protected if not one.gap]
    stale = [one for one in listed if one.newest_at and calendar.is_over(obligation.newest_within, one.newest_at)]
    open_ones = [one for one in protected if any(_is_readable(backup, obligation) for backup in one.backups)]
    beside = [one for one in listed if one.backups and all(backup.is_apart is False for backup in one.backups)]
    offenders = list(dict.fromkeys([*missing, *stale, *open_ones, *beside]))
    if offenders:
        within = obligation.newest_within.in_words()
        raise Violation(
            promised=f"Every store has a backup no older than {within}, encrypted with {obligation.algorithm}, apart.",
            found="Without such a backup",
            offenders=offenders,
            remedy="Back each up as often as promised, encrypted, into another account or onto another machine.",
            counts={
                "no_backup": len(missing),
                "too_old": len(stale),
                "not_encrypted_as_promised": len(open_ones),
                "not_apart": len(beside),
            },
        )


def _is_readable(backup: Backup, obligation: BackupRecency) -> bool:
    is_other = backup.algorithm is not None and not backup.uses(obligation.algorithm)
    return backup.encrypted is False or is_other
