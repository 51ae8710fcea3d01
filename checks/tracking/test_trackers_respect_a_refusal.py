"""Section 8: what happens after a visitor has said no."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, Trace
from clausecheck.policy.obligations.tracking import RefusalRespected, is_necessary


@pytest.mark.obligation("refusal_respected")
def test_trackers_respect_a_refusal(obligation: RefusalRespected, after_refusal: Population[Trace]) -> None:
    """After a refusal, and after a withdrawal, trackers stay away.

    A button that changes nothing is worse than none. Two browsers that know nothing visit the site: one refuses, the
    other accepts everything, looks at every page and then takes it back. From the moment at which the button is used,
    on every page again, only the strictly necessary may be stored, renewed or asked. What an earlier consent left
    behind is no violation by itself once nobody renews it and nobody is told of the visit any more.

    Violated: after the refusal or the withdrawal something is stored or renewed that the policy's list of the strictly
    necessary does not name, or a third party is asked that it does not name.

    Remedy: let the banner's answer decide what is loaded, on the same page and on every later one, and delete what was
    stored on a consent that is gone.

    Source: ePrivacy Directive Art. 5(3); GDPR Art. 7(3); EDPB Guidelines 05/2020, 112-121.
    """
    going_on = [
        one
        for one in after_refusal
        if not is_necessary(obligation.strictly_necessary, one.kind, one.name, one.host, is_own=one.first_party)
    ]
    if going_on:
        raise Violation(
            promised="After a refusal, and after a withdrawal, trackers stay away.",
            found="Stored, renewed or asked all the same, and not strictly necessary",
            offenders=going_on,
            remedy="Load nothing that was refused, and delete what a withdrawn consent has stored.",
            counts={f"after it was {state}": sum(state in one.states for one in going_on)
                    for state in ("refused", "withdrawn")},
        )  # fmt: skip
