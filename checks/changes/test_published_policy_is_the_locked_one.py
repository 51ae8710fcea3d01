"""Clause 11.a: the policy that is audited is the one that people read."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import APPEARED, CHANGED, GONE, SAME, Population, PublishedPlace


@pytest.mark.obligation("locked_policy")
def test_published_policy_is_the_locked_one(published_places: Population[PublishedPlace]) -> None:
    """The policy on the website is the text that this audit was written for, clause by clause, with its date.

    Whoever audits another text than the one that people read audits nothing. The page is split into its numbered
    places, and each is held against the fingerprint of the text for which the promises were written down; white space,
    and how a content network hides mail addresses, make no difference. The day under "Last updated" is the policy's.

    Violated: a place that reads otherwise, one that is gone, one that nobody locked, or another date.

    Remedy: publish the locked text again; or, where the change is meant, record it, tell people, bring the policy's
    YAML up to date and lock the new text.

    Source: FTC Act Section 5 (Gateway Learning, 2004); GDPR Art. 12(1) and 13; the policy's section 11.
    """
    differing = [place for place in published_places if place.state != SAME]
    if differing:
        raise Violation(
            promised="The policy on the website is the text that was locked, with its date.",
            found="Not as locked",
            offenders=differing,
            remedy="Publish the locked text again, or record the change, tell people, and lock the new text.",
            counts={
                "changed": sum(place.state == CHANGED for place in differing),
                "gone": sum(place.state == GONE for place in differing),
                "appeared": sum(place.state == APPEARED for place in differing),
            },
        )
