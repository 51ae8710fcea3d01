"""The purpose that a row names, or does not."""

from typing import Any

from sqlalchemy import ColumnElement, and_, not_

from clausecheck.policy.obligations.use import DeclaredPurpose
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import vocabulary
from clausecheck.records.relation import Relation

Expression = ColumnElement[Any]


def purpose_named(relation: Relation) -> dict[str, Expression]:
    """Why nobody can tell what a row is for."""
    unnamed = blank(relation, "purpose")
    told: dict[str, Expression] = {"names no purpose": unnamed}
    if "purpose" in relation.dataset.values:
        told["of no known purpose"] = and_(not_(unnamed), vocabulary(relation, "purpose").is_(None))
    return told


def other_than(obligation: DeclaredPurpose, purpose: Expression) -> dict[str, Expression]:
    """The rows that an obligation on one purpose does not speak of."""
    return {"for other purposes": purpose != obligation.purpose} if obligation.purpose else {}
