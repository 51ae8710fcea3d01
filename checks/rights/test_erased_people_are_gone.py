"""Clause 5.3.a: deletion."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("erasure")
def test_erased_people_are_gone(records: Records) -> None:
    """Whoever was erased is gone from every place, by every identifier, and stays gone.

    A register that says "done" proves nothing: a replica, an archive or an export may still hold the person, under the
    old e-mail address or phone number, and a restored backup brings them back. Every place whose records name people is
    searched for each erased person's subject, and for the keyed digests of old identifiers that the register keeps.
    Registers that prove what was asked, sent or suppressed are not searched; they keep their own period.

    Violated: a record of somebody whose deletion request is done is still there, or was made after it was done, and
    neither a legal hold that stands nor an exception for that record, with a ground and an expiry, keeps it.

    Remedy: delete the record here and find out what kept it or brought it back; let restores replay the deletions.

    Source: GDPR Art. 17(1) and (3) and Art. 19; CCPA, Cal. Civ. Code 1798.105(c).
    """
    present = records["present"]
    if present:
        raise Violation(
            promised="Whoever asked to be deleted, and was, is gone from every place.",
            found="Of people whose deletion is said to be done",
            offenders=present,
            remedy="Delete these records here, and find out what kept them or brought them back.",
            counts=records.counts,
        )
