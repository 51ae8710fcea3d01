"""Clause 6.f: a minimum as well as an end."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("minimum_retention")
def test_financial_records_are_kept_long_enough(records: Records) -> None:
    """Every financial record that was registered is still there until its period is over.

    Accounting rules ask for these records. One that is deleted early can neither be audited nor given back, and a
    deletion leaves nothing behind that would tell: only a register of ids makes it provable. Soft-deleted and archived
    records are still there.

    Violated: an id of the register whose period has not ended lies in no mapped place of financial records.

    Remedy: restore the records from a backup and find out what deleted them; map the place where they lie if they were
    only moved.

    Source: 26 CFR 1.6001-1(e); 17 CFR 210.2-06.
    """
    missing = records["missing"]
    if missing:
        raise Violation(
            promised="Financial records are kept until their period is over.",
            found="Registered, and gone before their time",
            offenders=missing,
            remedy="Restore them and find out what deleted them, or map the place that they were moved to.",
        )
