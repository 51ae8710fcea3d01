"""Clause 9: nobody under age, by calendar."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.children import MinimumAge


@pytest.mark.obligation("minimum_age")
def test_no_children(obligation: MinimumAge, records: Records) -> None:
    """Nobody on file is, or was when the data were collected, younger than the policy admits.

    A child cannot consent to what a policy for adults does with data. Age is counted by calendar, in the policy's time
    zone. Growing up does not cure: what was collected from a child stays collected from a child. A policy that
    collects no birth dates rests on what people declare when they sign up, and then the declaration is what is asked.

    Violated: a birth date by which somebody is too young today or was on the day of collection, or somebody who
    declared to be under age. A recorded declaration of being of age does not outweigh a birth date.

    Remedy: delete the data of these people in every system, record each as a known case, and refuse sign-up without a
    declaration of age.

    Source: COPPA Rule, 16 CFR 312.2 and 312.5; GDPR Art. 8; the policy's section 9.
    """
    children = records["under_age"]
    if children:
        raise Violation(
            promised=f"Nobody on file is younger than {obligation.age.in_words()}, nor was when data were collected.",
            found="Under age",
            offenders=children,
            remedy="Delete their data in every system, record each as a known case, and have sign-up ask for the age.",
        )
