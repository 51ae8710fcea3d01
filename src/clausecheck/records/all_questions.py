"""The kinds of obligation that are answered over rows, each by one module with `places` and `answer`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from clausecheck.facts import Records
from clausecheck.model import Obligation
from clausecheck.records.asking import Ask, Audit
from clausecheck.targets.model import Dataset, Place, Target

ALL_QUESTIONS = {
    "retention": "clausecheck.records.retention",
    "legal_hold_review": "clausecheck.records.hold_review",
    "opt_out_honoured": "clausecheck.records.consent",
    "consent_before_send": "clausecheck.records.consent",
    "opt_out_permanent": "clausecheck.records.suppressions",
    "marketing_removal": "clausecheck.records.marketing_removal",
}


class Question(Protocol):
    """A module that answers one family of obligations over rows."""

    def places(self, obligation: Obligation, target: Target) -> list[tuple[Dataset, Place]]:
        """Where the obligation must be judged; each gives one finding."""
        ...

    def answer(self, asks: Sequence[Ask], audit: Audit) -> list[Records]:
        """The facts for asks of this family about one place, in their order; raises `CannotVerify`."""
        ...


def question(kind: str) -> Question:
    """The module that answers this kind, imported when it is first asked for."""
    return cast("Question", import_module(ALL_QUESTIONS[kind]))
