"""Clause 7: data of people elsewhere cross a border only with a safeguard that stands."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("transfer_mechanism")
def test_transfers_have_a_mechanism(transfers: Records) -> None:
    """Every transfer abroad rests on a mechanism that stands, for that destination and kind of data, on each day of it.

    A certification lapses after a year, a framework is struck down, clauses are replaced: data that were safe when they
    left are not safe for ever. Where a system stands and where a processor is are destinations too. Adequacy for the
    United States rests on an active certification under the framework for the people concerned. Consent is each
    person's own, and for the occasional transfer.

    Violated: on some day of a transfer since the policy, no mechanism of the register stands for its recipient, country
    and kind of data; or it rests on a consent that does not stand when it begins or is taken back while it goes on, or
    on consent too often.

    Remedy: stop the transfer, or put a mechanism in place: sign current clauses, renew the certification, and write it
    into the register with its dates.

    Source: GDPR Art. 44-49; EDPB Guidelines 2/2018 and Recommendations 01/2020; CJEU C-311/18.
    """
    without = transfers["without"]
    if without:
        raise Violation(
            promised="Data of people outside the United States go abroad only with a safeguard that stands.",
            found="Without a mechanism that stands for each of its days",
            offenders=without,
            remedy="Stop the transfer, or put a mechanism in place and register it with its dates.",
        )
