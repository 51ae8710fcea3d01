"""Clause 11.d: consent to one policy is no consent to another that takes rights away."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("consent_renewal")
def test_consent_was_renewed(records: Records) -> None:
    """After a change that affects people's rights, what rests on consent rests on one given in knowledge of it.

    Silence is no consent: somebody who agreed to the old text has not agreed to the new one. What can be seen to rest
    on consent are marketing sends. Each that left while such a change was in force needs a grant for its purpose and
    channel that was given after the change was announced, or under its version of the notice. Sends before the change
    took effect are judged by the version that was in force then.

    Violated: a marketing send after the effect of a change of rights, to somebody whose last grants all came before
    its announcement, or who never gave one.

    Remedy: ask these people again, and send them nothing that rests on consent before they agree.

    Source: FTC Act Section 5 (Gateway Learning, 2004); GDPR Art. 4(11) and 7; the policy's section 11.
    """
    unrenewed = records["without_renewal"]
    if unrenewed:
        raise Violation(
            promised="After a change that affects people's rights, consent is asked for again.",
            found="Sent without a consent given in knowledge of the change",
            offenders=unrenewed,
            remedy="Ask these people again, and send them nothing that rests on consent before they agree.",
        )
