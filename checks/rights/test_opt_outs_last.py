"""Clause 5.4.a: an opt-out holds for good."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("opt_out_permanent")
def test_opt_outs_last(records: Records) -> None:
    """An opt-out holds until the person opts in again; it never expires by itself.

    A suppression with an end date sends marketing again to somebody who said no, and nobody decides it: the date
    does. Only a bounce, which says something of the mailbox and nothing of the person's will, may end by itself.

    Violated: an entry of the suppression list whose reason is an opt-out or a complaint carries an end.

    Remedy: remove the end of these entries, and let only a new opt-in of the person lift them.

    Source: CAN-SPAM, 15 U.S.C. 7704(a)(4); GDPR Art. 21(3).
    """
    ending = records["ends"]
    if ending:
        raise Violation(
            promised="An opt-out holds until the person opts in again.",
            found="Opt-outs that expire by themselves",
            offenders=ending,
            remedy="Remove the end of these entries, and let only a new opt-in lift them.",
            counts=records.counts,
        )
