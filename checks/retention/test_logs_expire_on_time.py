"""Clause 6.d: the logs that lie in no table."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import LogStore, Population
from clausecheck.periods import Calendar
from clausecheck.policy.obligations.retention import LogExpiry


@pytest.mark.obligation("log_expiry")
def test_logs_expire_on_time(obligation: LogExpiry, log_stores: Population[LogStore], calendar: Calendar) -> None:
    """Log files, journals and log groups hold no entry beyond the period, and are set to drop entries in time.

    Most log entries lie in no database: they are in files that rotate, in the journal, in the cloud's log groups. An
    old entry shows that they are kept for too long today; a missing expiry shows that they will be.

    Violated: the oldest entry of a log is older than the period, its expiry is longer than the period, or nothing is
    set to remove its entries at all.

    Remedy: delete the entries that are too old, and set the rotation, the journal or the log group to the period.

    Source: GDPR Art. 5(1)(e); NIST SP 800-92, 4.2; CIS Controls 8.10.
    """
    over = [one for one in log_stores if one.oldest_at and calendar.is_over(obligation.period, one.oldest_at)]
    endless = [one for one in log_stores if one.never_expires]
    longer = [one for one in log_stores if one.keeps_days and one.keeps_days > obligation.period.shortest_days]
    offenders = list(dict.fromkeys([*over, *endless, *longer]))
    if offenders:
        raise Violation(
            promised=f"No log holds entries for longer than {obligation.period.in_words()}.",
            found="Holding older entries, or not set to expire in time",
            offenders=offenders,
            remedy="Delete the older entries, and set each log to expire within the period.",
            counts={"older_entries": len(over), "set_to_expire_later": len(longer), "never_expires": len(endless)},
        )
