"""Each question about children by the module that answers it."""

from collections.abc import Sequence

from clausecheck.facts import Records
from clausecheck.policy.obligations.children import MinimumAge
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.children import ages, known


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The people of one place by age (`found` has `under_age`), or the known cases (`found` has `not_in_time`)."""
    if isinstance(asks[0].obligation, MinimumAge):
        return ages.answer(asks, audit)
    return known.answer(asks, audit)
