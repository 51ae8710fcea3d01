"""The words by which a target may declare a column that no role names, and what each of them declares."""

from collections.abc import Mapping

from clausecheck.policy.model import Policy

TECHNICAL = "technical"
COLLECTED = "declared_collection"


def declarations(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """Word to the elements that it declares: an element to itself, a clause to all of its own, a category of records
    to those of the one clause whose data it keeps, `technical` to none.

    A category that keeps the data of several clauses does not say which of them a column holds, and declares none.
    """
    of_clause = {clause: _elements(policy, clause) for clause in (*policy.collection, *_clauses(policy))}
    declared: dict[str, tuple[str, ...]] = {TECHNICAL: ()}
    for name in policy.categories:
        clauses = [clause for clause, kept in policy.collection.items() if kept.category == name]
        declared[name] = of_clause[clauses[0]] if len(clauses) == 1 else ()
    declared |= {element: (element,) for elements in of_clause.values() for element in elements}
    return declared | of_clause


def _clauses(policy: Policy) -> list[str]:
    return [clause.id for clause, obligation in policy.obligations if getattr(obligation, "elements", ())]


def _elements(policy: Policy, clause: str) -> tuple[str, ...]:
    named = (one for of, one in policy.obligations if of.id == clause and one.kind == COLLECTED)
    return tuple(element for one in named for element in getattr(one, "elements", ()))
