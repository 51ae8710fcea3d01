"""Clause 4.2.b: everybody who works here knows how to handle personal data."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.security import StaffTraining


@pytest.mark.obligation("staff_training")
def test_staff_are_trained(obligation: StaffTraining, records: Records) -> None:
    """Everybody who works here was trained in privacy lately, and who is new soon after the first day.

    Most breaches begin with somebody who did not know better: a message opened, a list sent to the wrong people, a
    request of a customer left lying. Training is what the law expects against it, and it wears off.

    Violated: a member of staff who has not left has no training in privacy within the interval, and began longer ago
    than a first training may take. A training that was valid only to a day that has passed does not count.

    Remedy: train each of them, and enter the day into the register of trainings.

    Source: GDPR Art. 39(1)(b) and 32(4); CCPA Regulations § 7100; ISO/IEC 27001:2022 A.6.3.
    """
    untrained = records["untrained"]
    if untrained:
        raise Violation(
            promised="Everybody on the staff was trained in privacy no longer ago than "
            f"{obligation.interval.in_words()}, and who is new within {obligation.first_within.in_words()}.",
            found="Without a training in that time",
            offenders=untrained,
            remedy="Train each of them, and enter the day into the register of trainings.",
            counts=records.counts,
        )
