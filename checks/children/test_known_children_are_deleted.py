"""Clause 9: what is known of a child goes, everywhere, within days."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.children import ChildDataDeletion


@pytest.mark.obligation("child_data_deletion")
def test_known_children_are_deleted(obligation: ChildDataDeletion, records: Records) -> None:
    """Once somebody knows that a person is a child, no system holds a record of that person after the stated days.

    A register that says "deleted" proves nothing: every mapped place that names people is searched, copies too. The
    clock starts when anybody in the company knew. Only registers that prove what was asked, answered, sent or done may
    name the person afterwards, and records that a legal hold names are counted apart. Where the register tells the day
    of a deletion, one that came late is a breach although nothing is left; an entry whose day is missing decides
    nothing. A register without such a column leaves that question open, and only what is left is judged.

    Violated: a known case past its term of whom any place still holds a record, whatever the register says, or whose
    records went after it.

    Remedy: delete the records in the places that still have them, then look for the process that missed them or that
    took too long.

    Source: COPPA Rule, 16 CFR 312.10; GDPR Art. 17(1)(f); the policy's section 9.
    """
    late = records["not_in_time"]
    if late:
        raise Violation(
            promised=f"What is known of a child is gone everywhere {obligation.deleted_within.in_words()} after "
            "somebody knew.",
            found="Still on record after the term, or deleted after it",
            offenders=late,
            remedy="Delete the records wherever they still are, copies too, and mend the process that missed them or "
            "took too long.",
        )
