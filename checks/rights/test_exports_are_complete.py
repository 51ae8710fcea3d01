"""Clause 5.1: a copy of one's data is all of them, nobody else's, and can be used."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("complete_export")
def test_exports_are_complete(records: Records) -> None:
    """Whoever asks for their data gets all of them and nobody else's, in a form that a machine can read.

    An export is written by a program that somebody has to extend for each new store, and forgets to. So every mapped
    dataset that names people is held against the file that was delivered: what was there before the export, and still
    is, must be in it. Where the target names the JSON Schema of a delivered record (`record_schema`), each record is
    held against it; without one nobody promised a form beyond one that machines read.

    Violated: an export lacks a record of that person, holds one of somebody else or of a column that never leaves, is
    in a form that no machine reads, does not read back as many records as it says, or holds a record that is not valid
    against its schema.

    Remedy: deliver the export again from every dataset; where it held others' data, treat it as a breach.

    Source: GDPR Art. 15(3) and (4) and 20(1); Cal. Civ. Code 1798.130(a)(3)(B)(iii).
    """
    faulty = records["faulty"]
    if faulty:
        raise Violation(
            promised="A copy for a person holds all of their data and nobody else's, in a form that machines can read.",
            found="Incomplete, holding what is not that person's or never leaves, or not in the form that it should be",
            offenders=faulty,
            remedy="Deliver it again from every dataset; where it held others' data, treat it as a breach.",
        )
