"""Clause 6: a hold must not become a way to keep records forever."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("legal_hold_review")
def test_legal_holds_are_reviewed(records: Records) -> None:
    """Each legal hold has somebody who approved it, a reason, and a review that is not overdue.

    A hold keeps records beyond their period because a dispute or an authority needs them. Without an approver, a
    reason and a review it keeps them forever. The records of such a hold stay held: deleting them may destroy
    evidence.

    Violated: a hold that was not released lacks an approver, a reason or a review day, or its review day has passed.

    Remedy: review the hold, then renew or release it, and write down who decided and why. Never delete its records
    before that.

    Source: GDPR Art. 5(1)(e) and 17(3)(e); FRCP Rule 37(e).
    """
    unreviewed = records["unreviewed"]
    if unreviewed:
        raise Violation(
            promised="Records are kept past their period only under a legal hold that somebody reviews.",
            found="Without approver, reason or timely review",
            offenders=unreviewed,
            remedy="Review each hold, then renew or release it; never delete its records before that.",
        )
