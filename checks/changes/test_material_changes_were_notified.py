"""Clauses 11 and 11.b: nobody learns of a material change from its effects."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.changes import ChangeNotification


@pytest.mark.obligation("change_notification")
def test_material_changes_were_notified(obligation: ChangeNotification, records: Records) -> None:
    """Each changed clause was decided on, and everybody registered was told of a material one before it took effect.

    People agreed to the policy that they were shown. A change that nobody weighed, or that is told afterwards, puts
    another policy in its place. A notice that bounced told nobody; one that went out at the moment of effect or later
    came too late. What took effect before the date of this policy belongs to an earlier text and is left out.

    Violated: a change in force without a recorded decision whether it is material (with its moment, before the effect,
    and by whom where that is kept), or a material one of which somebody then registered got no notice in time.

    Remedy: record the decision; tell those who were not told, and do not apply the change to them before that.

    Source: FTC Act Section 5 (Gateway Learning, 2004); GDPR Art. 12 and 13(3); the policy's section 11.
    """
    unannounced = records["unannounced"]
    if unannounced:
        by = f" by {obligation.channel}" if obligation.channel else ""
        raise Violation(
            promised=f"Everybody registered is told of a material change{by} before it takes effect.",
            found="Not decided on in time, or not told in time to everybody",
            offenders=unannounced,
            remedy="Record who decided when whether each is material; tell those who were not told, and do not apply "
            "the change to them before that.",
        )
