"""Clause 1.1.i: a consent that nobody can show is none."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("consent_documentation")
def test_consent_is_documented(records: Records) -> None:
    """Every consent is on record with what was agreed to, and so is that of everybody who gets marketing.

    Whoever relies on consent has to prove it: which notice somebody saw, in which words they were asked, where, and
    when. Each grant in the register of consents is examined, and each marketing message: its recipient needs a complete
    record of a grant for that purpose and channel that took effect before it was sent. Service messages and those sent
    before this policy are left out. That consent was taken back later is another promise (5.4).

    Violated: a recorded grant lacks its notice version, its wording, its source or a usable time, or marketing was sent
    to somebody of whom no complete record of a grant exists.

    Remedy: send nothing to them; ask again with a form that records notice, wording, source and time. Never fill in
    afterwards what was not recorded then.

    Source: GDPR Art. 7(1) and recital 42; EDPB Guidelines 05/2020, 104-108; CNIL v. Criteo (2023).
    """
    undocumented = records["undocumented"]
    if undocumented:
        raise Violation(
            promised="Everybody who gets marketing has a record of consent that says what was agreed to.",
            found="Without a complete record of consent",
            offenders=undocumented,
            remedy="Send nothing to them, and ask again with a form that records notice, wording, source and time.",
        )
