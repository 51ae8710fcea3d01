"""Clause 4.1.a, end to end: every hop, those behind the edge too."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Hop, Population


@pytest.mark.obligation("encrypted_hops")
def test_every_hop_is_encrypted(hops: Population[Hop]) -> None:
    """Data are encrypted on every hop that they take, from the internet to the place where they rest.

    "End to end" ends where somebody takes the encryption off: a proxy that speaks TLS to the world and plain text to
    the database behind it protects only the first hop. Each hop is asked at its end, as the target's links declare
    them; a system in a network that no link reaches is not taken for encrypted.

    Violated: a hop leads to an endpoint that speaks no TLS.

    Remedy: let the other end speak TLS, and the service that takes the hop insist on it; or put both on one machine.

    Source: GDPR Art. 32(1)(a); NIST SP 800-53 rev. 5 SC-8(1); NIST SP 800-207 section 2.1 (all communication is secured
    regardless of network location).
    """
    plain = [hop for hop in hops if hop.encrypted is False]
    if plain:
        raise Violation(
            promised="Every hop that data take is encrypted.",
            found="In plain text",
            offenders=plain,
            remedy="Let the other end speak TLS, and whoever takes the hop insist on it.",
        )
