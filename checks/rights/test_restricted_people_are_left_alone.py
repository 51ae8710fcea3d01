"""Clause 5.3.b: restriction."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("restriction")
def test_restricted_people_are_left_alone(records: Records) -> None:
    """While a person's data are under restriction they are stored, and nothing else is done with them.

    People ask for it while they dispute what is written about them, or need the data for a claim of their own. Each
    access in the log and each marketing send is held against the restrictions as they ran at that moment.

    Violated: while a restriction of that person ran, somebody used the data on none of the grounds that the law
    leaves (storage, consent, legal claims, rights of others, public interest), or sent marketing.

    Remedy: mark restricted people in every system that reads their data, and stop what uses them.

    Source: GDPR Art. 18(1) and (2).
    """
    used = records["used"]
    if used:
        raise Violation(
            promised="Data under restriction are stored and nothing more.",
            found="While a restriction ran, and on no recorded ground",
            offenders=used,
            remedy="Mark restricted people in every system that reads their data, and stop these uses.",
            counts=records.counts,
        )
