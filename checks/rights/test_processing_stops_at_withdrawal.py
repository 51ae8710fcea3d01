"""Clause 5.4.c: whatever rests on consent."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("consent_withdrawal")
def test_processing_stops_at_withdrawal(records: Records) -> None:
    """What rests on consent is done only while the person's consent to it stands.

    Marketing is not the only use that rests on consent. The register of processing activities says on which basis
    each use rests; where that is consent, the use may begin with a grant and has to stop at its withdrawal. An access
    names no channel, so a grant on any channel carries it. A withdrawal counts from the moment from which it takes
    effect, however late it was written down.

    Violated: an access for a purpose whose basis is consent, at a moment at which no grant of that person for that
    purpose stood: it was withdrawn or denied, was never given, or waits for its confirmation.

    Remedy: stop the use for these people, and let it ask the ledger each time. What was made from it leaves as well.

    Source: GDPR Art. 6(1)(a) and Art. 7(3); the published text of section 5.4.
    """
    without = records["without_consent"]
    if without:
        raise Violation(
            promised="What rests on consent stops when the consent is withdrawn.",
            found=f"Done without a standing consent ({_apart(records)})",
            offenders=without,
            remedy="Stop the use for these people, and let it ask the ledger each time.",
            counts=records.counts,
        )


def _apart(records: Records) -> str:
    after, never, pending = (records.counted(name) for name in ("after_withdrawal", "never_consented", "pending"))
    told = [f"after withdrawal {after:,}", f"never consented {never:,}"]
    return "; ".join([*told, *([f"not yet confirmed {pending:,}"] if pending else [])])
