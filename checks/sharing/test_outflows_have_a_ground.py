"""Clause 3: what carries data away by itself was set up for somebody, on a ground."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Outflow, Population


@pytest.mark.obligation("declared_outflows")
def test_outflows_have_a_ground(outflows: Population[Outflow]) -> None:
    """Whoever gets data of a system by the system's own means was declared, and so was the ground.

    A register of disclosures tells what people gave away. A publication, a replica, a foreign server, a bucket that
    another account may read give away everything, every second, and enter nothing into any register.

    Violated: a database publishes, replicates or archives its data, or reaches into another server; a cloud lets
    another account or everybody read; and the target names nobody for it among the recipients of the system.

    Remedy: end it: drop the publication, slot or foreign server, close the bucket, revoke the grant. Or declare who
    gets the data under `recipients`, with the clause and the contract that allow it.

    Source: GDPR Art. 5(2), 13(1)(e), 28 and 30(1)(d); CCPA, Cal. Civ. Code § 1798.100(d); NIST SP 800-53 rev. 5 AC-4
    and AC-21.
    """
    undeclared = [one for one in outflows if one.to and one.declared is False]
    if undeclared:
        raise Violation(
            promised="Data leave a system only for recipients that are declared, each with a ground.",
            found="Carried to somebody whom nobody declared",
            offenders=undeclared,
            remedy="End each, or declare under recipients who gets the data, and on which ground.",
            counts={f"undeclared: {kind}": sum(one.kind == kind for one in undeclared)
                    for kind in sorted({one.kind for one in undeclared})},
        )  # fmt: skip
