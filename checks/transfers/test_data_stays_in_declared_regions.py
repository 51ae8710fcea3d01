"""Clause 7: data are where somebody said that they are, and nowhere else."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Outflow, Population


@pytest.mark.obligation("declared_regions")
def test_data_stays_in_declared_regions(outflows: Population[Outflow]) -> None:
    """Data lie in the regions that are declared, and go to nobody who is not.

    A safeguard is agreed for a country and a recipient. Data that a replica, a copied snapshot or a forgotten test
    carries into another region have none, and neither have those that a policy lets another account read. The regions
    are looked for by what lies in them, in all that are switched on, not by what the target says.

    Violated: something lies in a region, is copied into one, or may be read by somebody, and the target names neither
    that region nor that recipient.

    Remedy: delete what lies there and stop the copy or the grant; or put a safeguard in place, and declare the region
    under `regions`, the recipient with its ground under `recipients`.

    Source: GDPR Art. 30(1)(d) and (e), 44 and 46; EDPB Recommendations 01/2020 ("know your transfers"); NIST SP
    800-53r5 AC-4 and SA-9(5).
    """
    undeclared = [one for one in outflows if one.declared is False]
    if undeclared:
        elsewhere = [one for one in undeclared if not one.to]
        raise Violation(
            promised="Data stay in the regions, and go only to the recipients, that are declared.",
            found="In a region or for somebody that nobody declared",
            offenders=undeclared,
            remedy="Delete what lies there and stop the copy or the grant; or safeguard and declare it.",
            counts={"undeclared_regions": len(elsewhere), "undeclared_recipients": len(undeclared) - len(elsewhere)},
        )
