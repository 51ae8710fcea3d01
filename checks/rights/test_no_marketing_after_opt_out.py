"""Clause 5.4.a: opting out of marketing."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("opt_out_honoured")
def test_no_marketing_after_opt_out(records: Records) -> None:
    """Whoever opted out of marketing gets none from that moment on.

    A message after an opt-out shows its reader that the choice was worth nothing, and it is what authorities fine
    first. Each send is held against the ledger as it stood when the message left: the latest event of the same person,
    purpose and channel, and the suppression list. A withdrawal counts from the moment it took effect, however late it
    was written down; such sends are also counted apart, as those responsible may not have known.

    Violated: when the message left, the person's latest event said withdrawn or denied, or a suppression stood that no
    later opt-in had lifted.

    Remedy: take these people out of every mailing now, and let the sending system ask the ledger and the suppression
    list at the moment of dispatch.

    Source: CAN-SPAM, 15 U.S.C. 7704(a)(4); GDPR Art. 7(3) and Art. 21(3); ePrivacy Directive Art. 13.
    """
    late = records["after_opt_out"]
    if late:
        raise Violation(
            promised="Whoever opts out gets no marketing from then on.",
            found="Sent after an opt-out",
            offenders=late,
            remedy="Take these people out of every mailing, and ask ledger and suppression list at each dispatch.",
            counts=records.counts,
        )
