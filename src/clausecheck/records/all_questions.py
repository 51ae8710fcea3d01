"""The kinds of obligation that are answered over rows, each by one module with `answer`."""

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

JUDGED = {
    "legal_hold_review": "legal_holds",
    "opt_out_honoured": "marketing_sends",
    "consent_before_send": "marketing_sends",
    "opt_out_permanent": "suppressions",
    "marketing_removal": "marketing_data",
}
"""The category whose datasets a kind judges, where the obligation does not name it itself."""


def judged(obligation: Obligation) -> str:
    """The category of the datasets that this obligation judges."""
    return JUDGED.get(obligation.kind) or str(getattr(obligation, "category", ""))


def places(obligation: Obligation, target: Target) -> list[tuple[Dataset, Place]]:
    """Where the obligation must be judged, each place giving one finding: every place of every such dataset.

    It imports none of the questions, so that listing an audit stays fast.
    """
    return [(dataset, place) for dataset in target.datasets_of(judged(obligation)) for place in dataset.places]


class Question(Protocol):
    """A module that answers one family of obligations over rows."""

    def answer(self, asks: Sequence[Ask], audit: Audit) -> list[Records]:
        """The facts for asks of this family about one place, in their order; raises `CannotVerify`."""
        ...


def question(kind: str) -> Question:
    """The module that answers this kind, imported when it is first asked for."""
    return cast("Question", import_module(ALL_QUESTIONS[kind]))
