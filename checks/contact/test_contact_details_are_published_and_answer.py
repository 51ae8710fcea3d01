"""Clauses 10.a to 10.d: whoever wants to use a right has to be able to reach somebody."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, PublishedContact


@pytest.mark.obligation("published_contact")
def test_contact_details_are_published_and_answer(published_contacts: Population[PublishedContact]) -> None:
    """The contact details on the website are those of the policy, and mail to its addresses is taken.

    A right that nobody can ask for is none. The e-mail address, the phone number, the postal address and that of the
    data protection officer stand on the contact page (else on that of the policy) as they were published. For an
    address of e-mail the servers of its domain are asked, as any sender would, whether they take mail for it; none is
    sent.

    Violated: a detail that the page lacks, or has otherwise; a domain that takes no mail; a mailbox that nobody has.

    Remedy: put the published detail on the page; open the mailbox, and see that somebody reads it.

    Source: GDPR Art. 13(1)(a), 13(1)(b) and 12(2); CCPA 1798.130(a)(1); the policy's section 10.
    """
    failing = [contact for contact in published_contacts if contact.holds is False]
    if failing:
        raise Violation(
            promised="The published contact details stand on the site, and take mail.",
            found="Not shown as published, or not taking mail",
            offenders=failing,
            remedy="Put the published detail on the page; open the mailbox, and see that somebody reads it.",
        )
