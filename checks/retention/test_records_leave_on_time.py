"""Clause 6, items a to d and f."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.retention import Retention


@pytest.mark.obligation("retention")
def test_records_leave_on_time(obligation: Retention, records: Records) -> None:
    """Records are deleted when the period that the policy names for them is over.

    What is kept longer than promised can be stolen, searched and misused for longer, and keeping it breaks the
    promise by itself. The due day is the calendar day of the record's anchor plus the period, in the policy's time
    zone; soft-deleted, archived and copied rows still count. A record that names a standing legal hold is excused.

    Violated: a record is still there on a day after its due day, and no legal hold that it names stands.

    Remedy: delete or anonymise the overdue records, and run that deletion on a schedule.

    Source: GDPR Art. 5(1)(e); FTC Act Section 5; the published periods of section 6.
    """
    overdue = records["overdue"]
    if overdue:
        raise Violation(
            promised=f"{records.noun.capitalize()} are kept for {obligation.period.in_words()}, then deleted.",
            found="Kept past their due day",
            offenders=overdue,
            remedy="Delete or anonymise the overdue records, and run that deletion on a schedule.",
        )
