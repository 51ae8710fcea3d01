"""Contracts with processors: one in force on the day, for the very service that is the ground, with its terms."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.in_force import Flag, in_force, said, within
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.sharing.evidence import Shown
from clausecheck.targets.registers.register import TRUTH

ROLES = ("key", "service", "starts_at", "ends_at", "confidentiality")
Expression = ColumnElement[Any]


class Contracts:
    """The register of processors, joined to the disclosures by the processor they name, their ground and their day."""

    def __init__(self, disclosures: Relation, source: FromClause, register: Relation, ground: Expression) -> None:
        named, key = comparable((disclosures, "processor"), (register, "key"))
        service = in_bytes(vocabulary(register, "service"), register.dialect)
        by = {"processor": key, "service": service}
        self._spans = in_force(register, by, _flags(register), "contracts")
        day = disclosures.moment("disclosed_at").day
        same = and_(self._spans.c.processor == named, self._spans.c.service == ground)
        self.source = source.outerjoin(self._spans, and_(same, within(self._spans, day)))
        self._any: Expression = false()
        if "service" in register.dataset.values:
            # A contract for a service of no known word may be for any.
            unknown = and_(not_(blank(register, "service")), service.is_(None))
            others = in_force(register, {"processor": key}, {"any": Flag(certain=false(), maybe=unknown)}, "unknown")
            self.source = self.source.outerjoin(others, and_(others.c.processor == named, within(others, day)))
            self._any = said(others, "maybe_any")

    def shown(self, item: str) -> Shown:
        return Shown(certain=said(self._spans, item), maybe=or_(said(self._spans, f"maybe_{item}"), self._any))


def _flags(register: Relation) -> dict[str, Flag]:
    flags = {"contract": Flag(certain=true(), maybe=true())}
    if register.has("confidentiality"):
        terms = register.word("confidentiality")
        agreed, unknown = word_is(terms, ("true",)), not_(word_is(terms, TRUTH))
        flags["confidentiality_terms"] = Flag(certain=agreed, maybe=or_(agreed, unknown))
    return flags
