"""Clause 6: what is collected must have an end, and the policy must say which."""

import pytest

from clausecheck.errors import CannotVerify
from clausecheck.facts import CollectedCategory, Population


@pytest.mark.obligation("category_period")
def test_every_category_has_a_period(categories: Population[CollectedCategory]) -> None:
    """Every kind of data that section 1 says is collected has a period in section 6.

    Data without a period have no day on which they must be gone, so nobody can prove that they are kept no longer than
    needed. The policy is read for it, not a system: this is a question for whoever owns the policy, and it is settled
    by a sentence of section 6 or by a statement that assigns a period.

    Violated: never. Kinds of data without a period leave the clause unverified, each by name.

    Remedy: assign a category with a period under `collection:` in policy.yaml, or attest the period that the data
    protection officer has set.

    Source: GDPR Art. 5(1)(e) and 13(2)(a); CCPA 1798.100(a)(3).
    """
    without = [one.label for one in categories if one.untold]
    if without:
        raise CannotVerify(
            f"{len(without)} of {len(categories)} kinds of data have no period in the policy: {', '.join(without)}",
            remedy="Give each a category with a period in policy.yaml, or attest the period that was set for it.",
        )
