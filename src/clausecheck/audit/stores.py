"""Where data lies at rest. A system that cannot know its disk is judged by the store that `at_rest` names."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from clausecheck.audit.administrators import context_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import connector, told_by
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Store
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System, Target

FACT = "stores"


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    return [
        Subject(system=system.name)
        for system in target.systems.values()
        if FACT in told_by(system.kind) or system.at_rest is not None
    ]


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job for each system that is read, and with it every system that lies on one of its stores."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        tie = audit.target.systems[subject.system].at_rest
        together.setdefault(tie.system if tie else subject.system, []).append((obligation, subject))
    return [Job(system=read, answers=group, run=partial(_run, read, group, audit)) for read, group in together.items()]


def _run(read: str, group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    stores = _stores(audit.target.systems[read], audit)
    return [_of(audit.target.systems[subject.system], stores) for _, subject in group]


def _stores(system: System, audit: Audit) -> Population[Store]:
    stores: Population[Store] = connector(system.kind).FACTS[FACT](system, context_of(audit))
    return stores


def _of(system: System, stores: Population[Store]) -> Population[Store] | CannotVerify:
    """The stores of this very system: those that were read, or the one of them that it lies on."""
    if system.at_rest is None:
        return stores
    lies_on = tuple(store for store in stores if store.name == system.at_rest.resource)
    if lies_on:
        return replace(stores, members=lies_on, unreadable=())
    unread = "; ".join(map(str, stores.unreadable))
    return CannotVerify(
        f"{system.at_rest.system} lists no store {system.at_rest.resource}, on which {system.name} is said to lie",
        tried=f"reading {len(stores)} stores" + (f" (unreadable: {unread})" if unread else ""),
        remedy=f"correct `at_rest:` of system {system.name}, or let the auditing role list that store",
    )


def missing(_obligation: Obligation) -> str:
    return "a system that tells its stores (kind aws, or sql on MariaDB), or `at_rest:` on a system"
