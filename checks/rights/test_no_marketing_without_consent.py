"""Clause 5.4.c: consent, and its withdrawal."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("consent_before_send")
def test_no_marketing_without_consent(records: Records) -> None:
    """Every marketing message rests on a consent that stood when it left.

    Consent is to one purpose on one channel, and it stands from the moment it is both given and recorded until it is
    withdrawn, denied, or replaced by an opt-in that waits for its confirmation. What the ledger says today neither
    excuses nor convicts a message of last year. Messages after an opt-out are told apart from those to people who
    never consented: the latter break the company's own standard, and not by themselves CAN-SPAM.

    Violated: when the message left, no grant of that person for that purpose and channel stood, or a suppression did.

    Remedy: stop sending to people without a standing grant, and ask for consent with a confirmed opt-in.

    Source: GDPR Art. 6(1)(a), Art. 7(1) and (3); ePrivacy Directive Art. 13(1); the company's own standard.
    """
    without = records["without_consent"]
    if without:
        raise Violation(
            promised="Every marketing message rests on a consent that stood when it left.",
            found=f"Sent without a standing consent ({_apart(records)})",
            offenders=without,
            remedy="Stop sending to people without a standing grant, and ask with a confirmed opt-in.",
            counts=records.counts,
        )


def _apart(records: Records) -> str:
    after, never, pending = (records.counted(name) for name in ("after_opt_out", "never_consented", "pending"))
    standard = "the company's own standard and not by itself a breach of CAN-SPAM"
    told = [f"after opt-out {after:,}", f"never consented {never:,}"]
    if pending:
        told.append(f"not yet confirmed {pending:,}")
    return "; ".join(told) + (f", {standard}" if never or pending else "")
