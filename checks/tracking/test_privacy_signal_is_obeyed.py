"""Section 8: the opt-out signal of a browser."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, Trace
from clausecheck.policy.obligations.tracking import PrivacySignal, is_necessary


@pytest.mark.obligation("privacy_signal")
def test_privacy_signal_is_obeyed(obligation: PrivacySignal, under_signal: Population[Trace]) -> None:
    """A browser's opt-out signal counts as a refusal, without any button.

    Whoever has switched the signal on has answered once for every site. A browser that knows nothing sends Global
    Privacy Control with each request and shows it to scripts, visits each page and touches no button. What it then
    holds and whom it has talked to must be on the policy's list of the strictly necessary.

    Violated: with the signal on, something is stored or a third party is asked that the list does not name.

    Remedy: read the header `Sec-GPC` or `navigator.globalPrivacyControl` before anything is loaded, and treat it as a
    refusal that no banner has to confirm.

    Source: 11 CCR 7025 (CCPA); Cal. Civ. Code 1798.135; W3C, Global Privacy Control; People v. Sephora USA (2022).
    """
    ignoring = [
        one
        for one in under_signal
        if not is_necessary(obligation.strictly_necessary, one.kind, one.name, one.host, is_own=one.first_party)
    ]
    if ignoring:
        signal = obligation.signal.replace("_", " ").title()
        raise Violation(
            promised="A browser's opt-out signal counts as a refusal.",
            found=f"Stored or sent although {signal} was on, and not strictly necessary",
            offenders=ignoring,
            remedy="Treat the signal as a refusal before anything is loaded.",
        )
