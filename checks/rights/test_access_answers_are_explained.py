"""Clause 5.1.a: access to one's data is to understand what is done with them."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("access_information")
def test_access_answers_are_explained(records: Records) -> None:
    """Whoever gets a copy of their data is told of each part of it why it is there, who receives it and until when.

    Rows of a database say little to whom they are about. So an answer says of each dataset from which it holds a
    record for which purposes it is processed, to which recipients it goes, and how long it is kept or what decides
    that. What was said is kept with the answer; whether it is true, and clear, is for a person to read. An answer to a
    request of another right owes none of this.

    Violated: an answer holds records of a dataset, and does not say of that dataset its purposes, or its recipients,
    or its period.

    Remedy: send what is missing to whoever got the answer, and have the exporter take it from the register of
    processing activities.

    Source: GDPR Art. 12(1) and 15(1)(a), (c) and (d); Cal. Civ. Code 1798.110(a).
    """
    unexplained = records["unexplained"]
    if unexplained:
        raise Violation(
            promised="A copy of their data tells people why each part of it is held, who receives it and until when.",
            found="Silent on the purposes, the recipients or the period of a dataset in it",
            offenders=unexplained,
            remedy="Send what is missing to whoever got the answer; let the exporter add it from now on.",
            counts=records.counts,
        )
