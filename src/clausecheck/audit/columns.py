"""The columns of every database that the target maps, and those of them that one clause speaks about."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Unreadable
from clausecheck.facts.columns import KINDS_OF_DATA, Column
from clausecheck.model import Obligation
from clausecheck.policy.obligations.collection import DeclaredCollection
from clausecheck.records.asking import Audit
from clausecheck.records.collection.permitted import BY_ROLE
from clausecheck.targets.model import Dataset, Target

SQL = "sql"
RECOGNISED = frozenset(filter(None, KINDS_OF_DATA.values()))


def subjects(obligation: Obligation, target: Target) -> list[Subject]:
    """Every database; for elements that no content is recognised by, those where one of them is declared."""
    elements = _elements(obligation)
    systems = [system.name for system in target.systems.values() if system.kind == SQL]
    if elements and not RECOGNISED & elements:
        systems = [name for name in systems if any(_declares(one, name, elements, target) for one in target.datasets)]
    return [Subject(system=name) for name in systems]


def _elements(obligation: Obligation) -> frozenset[str]:
    return frozenset(cast("DeclaredCollection", obligation).elements)


def _declares(dataset: Dataset, system: str, elements: frozenset[str], target: Target) -> bool:
    places = [place for place in dataset.places if place.system == system]
    by_word = {element for word in dataset.columns.values() for element in target.declares.get(word, ())}
    by_role = {BY_ROLE[role] for place in places for role in place.roles if role in BY_ROLE}
    return bool(places) and bool(elements & (by_word | by_role))


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a database, whatever the number of clauses that ask: its columns are read once."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.system, []).append((obligation, subject))
    return [Job(system=name, answers=group, run=partial(_run, name, group, audit)) for name, group in together.items()]


def _run(name: str, group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    from clausecheck.records.collection.columns import columns

    told = columns(audit.target.systems[name], audit)
    return [_spoken_of(told, _elements(obligation), audit.target) for obligation, _ in group]


def _spoken_of(told: Population[Column], elements: frozenset[str], target: Target) -> Population[Column] | CannotVerify:
    """The columns that are declared as one of the elements, and, where one is recognised by content, all that were
    read for it.
    """
    if not elements:
        return replace(told, counts=_counts(told.members))
    looked = bool(RECOGNISED & elements)
    members = tuple(one for one in told if elements & set(one.elements) or (looked and (one.was_read or one.strays)))
    unread = told.unreadable if looked else ()
    if not any(_declares(one, place.system, elements, target) for one in target.datasets for place in one.places):
        unread = (*unread, undeclared(elements))
    return replace(told, members=members, unreadable=unread, warnings=(), counts=_counts(members, elements))


def _counts(members: Sequence[Column], elements: frozenset[str] = frozenset()) -> dict[str, int]:
    declared = [one for one in members if (elements & set(one.elements) if elements else one.declared)]
    return {"declared": len(declared), "read": sum(one.was_read for one in members)}


def undeclared(elements: frozenset[str]) -> Unreadable:
    named = ", ".join(sorted(elements))
    return Unreadable(
        what=named,
        why="no column of the target is declared as any of them",
        remedy=f"declare it: `columns: {{COLUMN: {min(elements)}}}`, or attest that nothing of the kind is kept",
    )


def missing(obligation: Obligation) -> str:
    elements = ", ".join(sorted(_elements(obligation)))
    return f"a column that is declared as one of: {elements}" if elements else "a system of kind sql"
