"""Roles that name a record of another table: what they name has to be there, where both lie in one system."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import String, case, literal, null, select, union
from sqlalchemy.sql.selectable import CompoundSelect, Select

from clausecheck.connectors.sql import reflected
from clausecheck.contracts import expected as known
from clausecheck.contracts.expected import Expected
from clausecheck.contracts.roles import ACCOUNTS, PEOPLE, REFERENCES
from clausecheck.contracts.terms import Terms
from clausecheck.errors import CannotVerify
from clausecheck.model import Expectation, Outcome
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation
from clausecheck.targets.model import Dataset, Place
from clausecheck.targets.registers import REGISTERS

if TYPE_CHECKING:
    from clausecheck.contracts.deriving import Contract

FOUND, DANGLING = "found", "dangling"
Named = tuple[Dataset, Place, str]
"""A dataset's place, and the role of it that is referred to."""


class References:
    """The references of one place."""

    def __init__(self, relation: Relation, audit: Audit, terms: Terms) -> None:
        self._relation, self._audit, self._terms = relation, audit, terms

    def into(self, contract: "Contract") -> None:
        """Add the expectations to a contract, and to its view what they are about."""
        for role in self._relation.place.roles:
            if contract.view.told(role) and self._categories(role):
                named = list(self._named(role))
                why_not = self._why_not(role, named)
                if why_not:
                    contract.notes.append(f"{role} is not looked up: {why_not}")
                else:
                    self._one(contract, role, named)

    def _why_not(self, role: str, named: list[Named]) -> str:
        if role in self._terms.may_dangle:
            return self._terms.may_dangle[role]
        if role == "subject" and self._relation.dataset.category in REGISTERS:
            return "a register outlives the people whom it is about"
        register = self._categories(role)[0]
        near = any(dataset.category == register for dataset, _, _ in named)
        return "" if near else f"no dataset of {register} lies in the same system"

    def _categories(self, role: str) -> tuple[str, ...]:
        own = self._relation.dataset.category
        if role == "subject" and own not in {PEOPLE, ACCOUNTS}:
            return (PEOPLE, ACCOUNTS)
        return (REFERENCES[role],) if role in REFERENCES and REFERENCES[role] != own else ()

    def _named(self, role: str) -> Iterator[Named]:
        for category in self._categories(role):
            for dataset in self._audit.target.datasets_of(category):
                near = [place for place in dataset.places if place.system == self._relation.place.system]
                referred = "subject" if category == ACCOUNTS else "key"
                yield from ((dataset, place, referred) for place in near[:1])

    def _one(self, contract: "Contract", role: str, named: list[Named]) -> None:
        registers = ", ".join(dict.fromkeys(dataset.name for dataset, _, _ in named))
        sentence = f"every {role} names a record of {registers}"
        words = [FOUND]
        one = Expected(name=known.IN_SET, role=role, column=role, sentence=sentence, terms={"value_set": words})
        try:
            there = self._there(named).subquery(f"there_{role}")
        except CannotVerify as reason:
            contract.untold.append(
                Expectation(
                    name=one.name, role=role, sentence=sentence, outcome=Outcome.UNVERIFIED, reason=reason.reason
                )
            )
            return
        naming = self._relation.identity(role)
        view = contract.view
        view.source = view.source.outerjoin(there, there.c.named == naming)
        told = case(
            (naming.is_(None), null()),
            (there.c.named.is_(None), literal(DANGLING, String)),
            else_=literal(FOUND, String),
        )
        view.show(role, told)
        contract.expected.append(one)

    def _there(self, named: list[Named]) -> "Select[tuple[str]] | CompoundSelect[tuple[str]]":
        """What is there to be named, each once, so that no row is counted twice."""
        chosen = []
        for dataset, place, role in named:
            table = reflected(self._relation.connection, place.table)
            register = replace(self._relation, table=table, dataset=dataset, place=place)
            of_register = select(register.identity(role).label("named")).select_from(table)
            chosen.append(of_register.where(register.in_scope()))
        return union(*chosen) if len(chosen) > 1 else chosen[0].distinct()
