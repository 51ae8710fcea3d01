"""Clause 5.3.c: objection."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("objection")
def test_objections_are_honoured(records: Records) -> None:
    """What somebody objected to has stopped, marketing at once, and a refusal tells its reason.

    An objection to marketing needs no ground and no decision: from its receipt nothing may be done for marketing.
    Any other objection binds once it is upheld. Each access in the log and each marketing send is held against the
    objections as they bound at that moment, and the register of objections against its own decisions.

    Violated: data were used for a purpose, or marketing was sent, after an objection that bound; an objection to
    marketing was refused; or a refusal has no reason.

    Remedy: stop the use for these people everywhere; uphold each objection to marketing; write down why others were
    refused, and tell the people.

    Source: GDPR Art. 21(1) to (3) and Art. 12(4).
    """
    ignored = records["ignored"]
    if ignored:
        raise Violation(
            promised="What somebody objects to stops, and marketing at once.",
            found="Against an objection, or refused without a reason",
            offenders=ignored,
            remedy="Stop the use for these people, uphold objections to marketing, and give reasons for refusals.",
            counts=records.counts,
        )
