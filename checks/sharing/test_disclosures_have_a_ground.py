"""Section 3: whom personal information is shared with."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("disclosure_ground")
def test_disclosures_have_a_ground(records: Records) -> None:
    """Nothing is sold, and nothing goes to others but on a declared ground that can be shown.

    The policy names the grounds on which data may go to others, and each asks for something on file: a contract with
    its terms on confidentiality that was in force on that day for that very service, a case with its authority and
    the person who approved, a recorded transaction, or the person's own consent to that purpose, given and written
    down before. A sale is not excused by any of them, and it need not be for money: data that were exchanged for
    services, discounts or other data were sold.

    Violated: something was received in return; the ground is none that the policy declares; or what shows the ground
    is not on file for that day.

    Remedy: stop these disclosures. What was passed on without a ground is to be called back and deleted there; what
    only lacks its papers is to be put in order, and the gap reported.

    Source: GDPR Art. 5(2), 6(1), 28(3) and 30(1)(d); Cal. Civ. Code 1798.140(ad); the published text of section 3.
    """
    ungrounded = records["ungrounded"]
    if ungrounded:
        raise Violation(
            promised="Nothing is sold, and nothing goes to others but on a declared ground that can be shown.",
            found=f"Disclosed without that ({_apart(records)})",
            offenders=ungrounded,
            remedy="Stop these disclosures, call back what had no ground, and put the papers of the others in order.",
            counts=records.counts,
        )


def _apart(records: Records) -> str:
    """What was found, as far as there was any of it; a disclosure may lack several papers."""
    named = {"sold": "sold", "undeclared_ground": "on no declared ground"}
    lacking = {name: name.replace("_", " ") for name in sorted(records.counts) if name.startswith("without_")}
    counted = {words: records.counted(name) for name, words in {**named, **lacking}.items()}
    return "; ".join(f"{words} {count:,}" for words, count in counted.items() if count)
