"""Clause 9: nobody under age gets in by the front door."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, SignUp
from clausecheck.policy.obligations.children import SignUpAge


@pytest.mark.obligation("sign_up_age")
def test_sign_up_refuses_children(obligation: SignUpAge, sign_ups: Population[SignUp]) -> None:
    """Whoever signs up is asked for the age, and whoever is too young is refused.

    Children who are asked nothing are let in, and whoever lets them in knowingly looks away. A form has to ask for a
    birth date, or for a declaration of being old enough. That it asks can be seen; that it refuses has to be tried. On
    a staging target whose mode is `probe`, the audit signs up two people of its own: one who comes of age tomorrow has
    to be refused, by the site and not by the browser, and one who came of age today is not, as a refusal of everybody
    says nothing of age. What was made is deleted at once. On any other target the refusal stays unverified.

    Violated: a sign-up form that asks for neither, or that took somebody one day too young.

    Remedy: ask for a birth date or a declaration, and refuse on the server, by calendar and in the company's time zone.

    Source: COPPA 16 CFR 312.2 and 312.3; GDPR Art. 8; FTC v. Microsoft (Xbox, 2023); the policy's section 9.
    """
    open_to_children = [one for one in sign_ups if not one.asks or one.refuses_younger is False]
    if open_to_children:
        raise Violation(
            promised=f"Whoever is younger than {obligation.age.in_words()} cannot sign up.",
            found="Asks for no age, or takes somebody one day too young",
            offenders=open_to_children,
            remedy="Ask for a birth date or a declaration, and refuse on the server, by calendar.",
            counts={
                "without_a_question": sum(not one.asks for one in open_to_children),
                "not_refusing": sum(one.refuses_younger is False for one in open_to_children),
            },
        )
