"""What came in return for a disclosure: of any kind, money or not. Nothing is sold."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from clausecheck.records.blank import blank
from clausecheck.records.relation import Relation, as_text, word_is

_NOTHING = ("none", "no", "false")
Expression = ColumnElement[Any]


def received(disclosures: Relation) -> Expression:
    """Whether something is written there that does not say "nothing": an amount of zero does."""
    if not disclosures.has("consideration"):
        return false()
    return and_(not_(_nothing(disclosures)), not_(unknown(disclosures)))


def unknown(disclosures: Relation) -> Expression:
    """Whether `values` translates what came in return, and does not know the word."""
    if "consideration" not in disclosures.dataset.values:
        return false()
    return and_(not_(_nothing(disclosures)), disclosures.word("consideration").is_(None))


def _nothing(disclosures: Relation) -> Expression:
    written = as_text(disclosures.column("consideration"), disclosures.dialect)
    amount = written
    for mark in "0., ":
        amount = func.replace(amount, mark, "")
    # Only what is blank can be NULL here, and decides by itself.
    is_none = or_(func.lower(written).in_(_NOTHING), word_is(disclosures.word("consideration"), ("none",)))
    return or_(blank(disclosures, "consideration"), amount == "", is_none)
