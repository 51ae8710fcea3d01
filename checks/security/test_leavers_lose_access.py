"""Clause 4.2.a: who left has nothing to do here any more."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.security import LeaverAccess


@pytest.mark.obligation("leaver_access")
def test_leavers_lose_access(obligation: LeaverAccess, records: Records) -> None:
    """No account of somebody who left the company is still open.

    An account that its owner should no longer have is watched by nobody: neither the owner nor a superior notices who
    uses it. People who left on bad terms have used theirs.

    Violated: an account is active, its owner's last day has passed, and so has the time for closing it.

    Remedy: disable each account now, see what it was used for since the last day, and let the leaving of people close
    their accounts by itself.

    Source: GDPR Art. 32(1)(b) and (4); NIST SP 800-53 rev. 5 PS-4 and AC-2; ISO/IEC 27001:2022 A.5.18 and A.6.5.
    """
    still_open = records["open"]
    if still_open:
        raise Violation(
            promised=f"Accounts are closed within {obligation.closed_within.in_words()} of their owner's last day.",
            found="Open though their owner left",
            offenders=still_open,
            remedy="Disable each account now, and see what it was used for since its owner's last day.",
            counts=records.counts,
        )
