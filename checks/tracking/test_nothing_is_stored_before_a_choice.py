"""Section 8 and clauses 1.2.c to 1.2.e: what a browser stores and sends before its owner has chosen."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, Trace
from clausecheck.policy.obligations.tracking import StorageBeforeChoice, is_necessary


@pytest.mark.obligation("storage_before_choice")
def test_nothing_is_stored_before_a_choice(obligation: StorageBeforeChoice, before_a_choice: Population[Trace]) -> None:
    """Before a visitor chooses, nothing is stored or sent but what the site cannot do without.

    A question comes too late when its answer has been taken already. A browser that knows nothing visits each page and
    touches no button; whatever it then holds, cookies that no script can read and databases too, and whoever else it
    has talked to, must be on the policy's list of the strictly necessary. Requests to the site itself are no question
    of consent; what they let it store is.

    Violated: something is stored that the list does not name, or a third party is asked that it does not name.

    Remedy: load what is not strictly necessary only once the visitor has agreed, embedded fonts, maps, videos and tag
    managers included.

    Source: ePrivacy Directive Art. 5(3); GDPR Art. 4(11), 7; CJEU C-673/17 (Planet49); CNIL, SAN-2020-012 and -013.
    """
    early = [
        one
        for one in before_a_choice
        if not is_necessary(obligation.strictly_necessary, one.kind, one.name, one.host, is_own=one.first_party)
    ]
    if early:
        raise Violation(
            promised="Before a visitor chooses, nothing is stored or sent beyond the strictly necessary.",
            found="Stored or sent before any choice, and not strictly necessary",
            offenders=early,
            remedy="Load it only once the visitor has agreed.",
            counts={"stored": sum(one.kind != "requests" for one in early),
                    "third parties asked": sum(one.kind == "requests" for one in early)},
        )  # fmt: skip
