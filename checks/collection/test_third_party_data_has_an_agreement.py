"""Clauses 1.3.a to 1.3.c: what others tell us comes from those whom we name, and under an agreement."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("third_party_agreement")
def test_third_party_data_has_an_agreement(records: Records) -> None:
    """Data from third parties come from a declared source, under an agreement in force on the day they came.

    Somebody who never dealt with us cannot expect that a stranger tells us about them; the policy names three kinds of
    third parties and no more. Every delivery is held against the register of sources and that of agreements. A day is
    one of the policy's calendar, and an agreement counts on its first and on its last one. A delivery from a source
    that the register does not know may be anybody's, and stands against each of the three clauses; one from a source
    of another kind is left to that kind's clause.

    Violated: a delivery names no source or one that is not declared, or no agreement with it was in force that day.

    Remedy: stop taking it, delete what came without an agreement, and sign one before the next delivery.

    Source: GDPR Art. 14(1)-(2), 28(3) and 26(1); CCPA 1798.100(d).
    """
    without = records["without_agreement"]
    if without:
        raise Violation(
            promised="Data from third parties come from declared sources only, each under an agreement.",
            found="From an undeclared source, or without an agreement in force that day",
            offenders=without,
            remedy="Stop taking it, delete what came without an agreement, and sign one before the next delivery.",
        )
