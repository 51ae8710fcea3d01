"""What section 1 says is collected, and whether a clause gives it a period (rigour 41)."""

from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.model import Clause
from clausecheck.policy.model import Policy
from clausecheck.policy.terms import in_words, terms_of

_PERIOD_GIVERS = {"retention": "", "marketing_removal": "marketing_data"}
"""Kinds that give a category its period; the category where no term names it."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kind of data that a clause says is collected. `why` says why it has no period, or is ""."""

    clause: Clause
    category: str
    why: str


def kept(policy: Policy) -> Iterator[Kept]:
    """Each of them, in the order of the policy. One without a period is a question, never a violation."""
    given = {terms_of(obligation).get("category") or _PERIOD_GIVERS[obligation.kind]
             for _, obligation in policy.obligations if obligation.kind in _PERIOD_GIVERS}  # fmt: skip
    for clause in policy.clauses:
        collected = policy.collection.get(clause.id)
        if collected is None:
            if _collects_items(clause):
                why = "policy.yaml does not say under which category of records it is kept"
                yield Kept(clause=clause, category="", why=why)
        elif collected.none or collected.category in given:
            yield Kept(clause=clause, category=collected.category, why=collected.none)
        else:
            why = f"it is kept as {in_words(collected.category)}, for which no clause gives a period"
            yield Kept(clause=clause, category=collected.category, why=why)


def _collects_items(clause: Clause) -> bool:
    return any(obligation.kind == "declared_collection" and terms_of(obligation).get("elements")
               for obligation in clause.obligations)  # fmt: skip
