"""Clause 5.2: a correction that one system knows of and another does not is half a correction."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("correction")
def test_corrections_reach_every_store(records: Records) -> None:
    """A correction stands in every store and copy that holds the field, within its time.

    People put their data right once, and every system that goes on with the old value goes on being wrong about them.
    The corrected field is looked for in every mapped place that declares it, archives and replicas as well.

    Violated: the time is over, and a record of that person still holds what was corrected.

    Remedy: bring the correction to every place that the register of datasets names for that field.

    Source: GDPR Art. 5(1)(d), 16 and 19; Cal. Civ. Code 1798.106.
    """
    unreached = records["unreached"]
    if unreached:
        raise Violation(
            promised="What people put right is right in every store.",
            found="Corrections that a store has not taken over in time",
            offenders=unreached,
            remedy="Take each correction over in every store and copy that holds the field.",
        )
