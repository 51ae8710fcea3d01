"""Clause 11.c: a major change stands where nobody misses it."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.changes import ChangeAnnouncement


@pytest.mark.obligation("change_announcement")
def test_major_changes_are_announced_on_the_site(obligation: ChangeAnnouncement, announcements: Records) -> None:
    """A material change of the policy is announced on the home page, and stays there for its time.

    Not everybody who visits has an account and reads e-mail. A change counts as announced where something that speaks
    up on the home page (a banner, a status, an alert, a region with a name) says that the policy changes, and names the
    day of its effect. It has to stand from the moment that the register says it was announced, else from its effect,
    until the policy's time after that. A link to the policy, or a banner about cookies, announces nothing.

    Violated: a material change whose time it is, and of which nothing on the home page speaks.

    Remedy: announce it on the home page, with the day on which it takes effect.

    Source: GDPR Art. 12(1) and WP260 rev.01; FTC Act Section 5 (Gateway Learning, 2004); the policy's section 11.
    """
    unannounced = announcements["unannounced"]
    if unannounced:
        raise Violation(
            promised=f"A material change is announced on the site until {obligation.stands_for.in_words()} after it "
            "took effect.",
            found="Not announced on the home page",
            offenders=unannounced,
            remedy="Announce them on the home page, each with the day on which it takes effect.",
        )
