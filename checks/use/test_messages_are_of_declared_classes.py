"""Section 2.2: which messages people are sent."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("declared_message_class")
def test_messages_are_of_declared_classes(records: Records) -> None:
    """Messages are of the classes that the policy declares; any other is marketing, and only for those who agreed.

    Answers, notices about the service, documentation and follow-ups need nobody's consent, which makes them the
    favourite disguise of advertising. Whether a message is marketing is decided by the class of its campaign and not
    by the label that its sender gave it; which of the declared classes it is, by its own label, or else by that of
    its campaign. Marketing that is sent as such is judged with the consents.

    Violated: a message is of no declared class, or bears the label of one while its campaign is marketing, and no
    consent of its recipient to that purpose on that channel stood when it left.

    Remedy: stop sending it, or ask for consent first; label each campaign with the class that it really is.

    Source: ePrivacy Directive Art. 13; CAN-SPAM, 15 U.S.C. 7702(17) and 16 CFR 316.3; the text of section 2.2.
    """
    undeclared = records["undeclared"]
    if undeclared:
        raise Violation(
            promised="Messages are of the classes that the policy declares; any other goes only to those who agreed.",
            found=f"Of no declared class and without consent (marketing under another name {_disguised(records):,})",
            offenders=undeclared,
            remedy="Stop sending it or ask for consent first, and label each campaign with what it really is.",
            counts=records.counts,
        )


def _disguised(records: Records) -> int:
    return records.counted("disguised")
