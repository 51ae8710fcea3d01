"""Section 3: whom the website itself tells of its visitors."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import ContactedHost, Population


@pytest.mark.obligation("declared_third_parties")
def test_third_parties_on_the_site_are_declared(third_parties: Population[ContactedHost]) -> None:
    """The website sends requests to nobody but itself and declared recipients.

    Each request tells its recipient who visits which page, whether or not it is answered. Every host that any visit
    asked, whatever was chosen in it, must be at a domain of a processor whose contract is in force on the day of the
    audit, by the register's column `domains`, or stand among the `recipients` of the website in the target, each with
    its ground. A host of the same registrable domain as the site is the site itself.

    Violated: a host of somebody else was asked that neither names, or whose processor's contract is not in force.

    Remedy: take out what asks it, or put a contract in place and write the domain into the register of processors.

    Source: GDPR Art. 28(3), 30(1)(d); CJEU C-40/17 (Fashion ID); the published text of section 3.
    """
    undeclared = [one for one in third_parties if not one.first_party and one.declared is False]
    if undeclared:
        raise Violation(
            promised="The website sends requests to declared recipients only.",
            found="Asked by the site, and declared by nobody",
            offenders=undeclared,
            remedy="Take out what asks them, or put a contract in place and register their domains.",
        )
