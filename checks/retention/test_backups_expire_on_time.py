"""Clause 6: what is deleted must not live on in backups."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Backup, Population
from clausecheck.periods import Calendar
from clausecheck.policy.obligations.retention import BackupExpiry


@pytest.mark.obligation("backup_expiry")
def test_backups_expire_on_time(obligation: BackupExpiry, backups: Population[Backup], calendar: Calendar) -> None:
    """A deleted record is gone from the backups soon after: no backup is kept, or set to be kept, any longer.

    A backup that was taken the day before a record was due still holds it. It may outlive that day by the time that
    the policy names and no more, so no backup may be older than that. Both are looked at: how old the backups are that
    are there, and what is set to remove them.

    Violated: a backup is older than the policy allows, is set to be removed later, or is set to stay for ever.

    Remedy: delete the backups that are too old, and set the tool or the provider to remove backups in time.

    Source: GDPR Art. 5(1)(e) and Art. 17; ICO, Right to erasure, on backups; NIST SP 800-88r1.
    """
    within = obligation.expires_within
    too_old = [one for one in backups if one.taken_at and calendar.is_over(within, one.taken_at)]
    endless = [one for one in backups if one.never_expires]
    too_late = [
        one
        for one in backups
        if one.taken_at
        and one.expires_at
        and calendar.day_of(one.expires_at) > within.after(calendar.day_of(one.taken_at))
    ]
    offenders = list(dict.fromkeys([*too_old, *endless, *too_late]))
    if offenders:
        raise Violation(
            promised=f"A backup is removed {within.in_words()} after it was taken, at the latest.",
            found="Kept, or set to be kept, any longer",
            offenders=offenders,
            remedy="Delete those that are too old, and set the expiry of the others within that time.",
            counts={"too_old": len(too_old), "set_to_expire_later": len(too_late), "never_expires": len(endless)},
        )
