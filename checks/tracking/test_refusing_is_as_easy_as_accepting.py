"""Section 8: no is as near as yes."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Choice, Population


@pytest.mark.obligation("choice_symmetry")
def test_refusing_is_as_easy_as_accepting(consent_choices: Population[Choice]) -> None:
    """Whoever does not want to be tracked can say so in no more steps than whoever does.

    Where yes is one button and no lies behind settings, many say yes to be rid of the question, and that is no consent.
    Two browsers that know nothing answer the banner, one by refusing and one by accepting everything. A step is a
    button that is used, or a page that has to be gone to first. Size, colour and words of the buttons are not compared.

    Violated: refusing takes more steps than accepting.

    Remedy: put a button that refuses everything beside the one that accepts everything, on the same layer. Where there
    is a shorter way to refuse, name its buttons in the target.

    Source: GDPR Art. 4(11) and 7(3); 11 CCR 7004(a)(2) (CCPA); CNIL, SAN-2021-023 (Google) and SAN-2021-024 (Facebook);
    EDPB, report of the Cookie Banner Taskforce (2023).
    """
    harder = [one for one in consent_choices if _is_harder(one)]
    if harder:
        raise Violation(
            promised="Refusing takes no more steps than accepting.",
            found="Refusing is the longer way",
            offenders=harder,
            remedy="Put a button that refuses everything beside the one that accepts everything.",
            counts={
                "steps_to_refuse": sum(one.refusing or 0 for one in harder),
                "steps_to_accept": sum(one.accepting or 0 for one in harder),
            },
        )


def _is_harder(choice: Choice) -> bool:
    return choice.refusing is not None and choice.accepting is not None and choice.refusing > choice.accepting
