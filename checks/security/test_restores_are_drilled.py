"""Clause 4.1.f: a backup that was never restored is a hope."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.security import RestoreDrill


@pytest.mark.obligation("restore_drill")
def test_restores_are_drilled(obligation: RestoreDrill, records: Records) -> None:
    """Each store that is backed up was restored from its backup in a drill that worked, within the interval.

    Backups fail silently: a key is lost, a table is left out, a tape is blank. Only a restore shows that there is a
    way back after a disaster.

    Violated: a store that is still backed up has no drill within the interval that succeeded. A drill that failed
    shows nothing.

    Remedy: restore the store from its backup in a drill, and enter day and outcome into the register of drills.

    Source: GDPR Art. 32(1)(b) to (d); NIST SP 800-53 rev. 5 CP-4 and CP-9(1); ISO/IEC 27001:2022 A.8.13.
    """
    undrilled = records["undrilled"]
    if undrilled:
        raise Violation(
            promised=f"A drill restored each backed-up store no longer ago than {obligation.interval.in_words()}.",
            found="Without a drill that succeeded in that time",
            offenders=undrilled,
            remedy="Restore each from its backup in a drill, and enter day and outcome into the register of drills.",
            counts=records.counts,
        )
