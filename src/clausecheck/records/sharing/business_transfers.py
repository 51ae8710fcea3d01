"""Mergers, sales and restructurings: recorded, and decided by the day of the disclosure."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, null, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import is_true
from clausecheck.records.sharing.evidence import Shown
from clausecheck.targets.registers.sharing import TRANSFERS

ROLES = ("key", "kind", "decided_at")
Expression = ColumnElement[Any]


class BusinessTransfers:
    """The register, joined to the disclosures by the transaction that they name and by their ground."""

    def __init__(self, disclosures: Relation, source: FromClause, register: Relation, ground: Expression) -> None:
        named, key = comparable((disclosures, "transaction"), (register, "key"))
        self._known, self._unknown = _of_that_kind(register, key), _of_no_known_kind(register, key)
        same = and_(self._known.c.transaction_key == named, self._known.c.kind == ground)
        joined = source.outerjoin(self._known, same)
        self.source = joined.outerjoin(self._unknown, self._unknown.c.transaction_key == named)
        self._day = disclosures.moment("disclosed_at").day

    def shown(self) -> Shown:
        certain = is_true(self._known.c.decided <= self._day)
        undated = func.coalesce(self._known.c.undated, 0) == 1
        return Shown(certain=certain, maybe=or_(certain, undated, self._unknown.c.transaction_key.is_not(None)))


def _of_that_kind(register: Relation, key: Expression) -> Subquery:
    """(transaction_key, kind, decided, undated): the first day on which it was decided; 1 where a day lacks."""
    decided = register.moment("decided_at")
    kind = in_bytes(vocabulary(register, "kind"), register.dialect).label("kind")
    day = case((decided.undecidable, null()), else_=decided.day)
    undated = func.max(case((decided.undecidable, 1), else_=0)).label("undated")
    chosen = select(key.label("transaction_key"), kind, func.min(day).label("decided"), undated)
    chosen = chosen.select_from(register.table).where(register.in_scope(), key.is_not(None), kind.is_not(None))
    return chosen.group_by(key, kind).subquery("transactions_on_file")


def _of_no_known_kind(register: Relation, key: Expression) -> Subquery:
    """(transaction_key), one row each."""
    unknown = not_(word_is(register.word("kind"), TRANSFERS))
    chosen = select(key.label("transaction_key")).select_from(register.table)
    return chosen.where(register.in_scope(), key.is_not(None), unknown).group_by(key).subquery("transactions_unknown")
