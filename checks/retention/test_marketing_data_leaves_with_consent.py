"""Clause 6.e: marketing data."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.retention import MarketingRemoval


@pytest.mark.obligation("marketing_removal")
def test_marketing_data_leaves_with_consent(obligation: MarketingRemoval, records: Records) -> None:
    """Marketing data are deleted once the person withdraws consent or asks for deletion.

    What was collected to persuade somebody has no use left once that person said no, and whatever is kept can still
    be used. Data are due when no grant for their purpose and channel stands any more, and for data without either when
    no grant of the person stands at all; a later grant undoes a request. Consent events, suppressions and sends are
    proof of what was done and stay. A record that names a standing legal hold is excused.

    Violated: the record is still there after the time allowed for its removal, or there never was a consent for it.

    Remedy: delete the marketing data of these people, and run that deletion whenever a consent ends.

    Source: GDPR Art. 5(1)(b) and (e), Art. 7(3), Art. 17(1)(b); the published text of section 6.
    """
    overdue = records["overdue"]
    if overdue:
        within = obligation.removed_within.in_words()
        raise Violation(
            promised=f"Marketing data are deleted within {within} of a withdrawal or a request.",
            found=f"Kept without a standing consent (never consented {records.counted('never_consented'):,})",
            offenders=overdue,
            remedy="Delete the marketing data of these people, and run that deletion whenever a consent ends.",
            counts=records.counts,
        )
