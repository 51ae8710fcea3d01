"""How the facts about a website are gathered: the states that the selected checks need are visited side by side."""

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, Final

from clausecheck.audit.administrators import context_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.audit.told import put_together
from clausecheck.audit.tracking.consent_banners import consent_banners
from clausecheck.audit.tracking.cookie_policy import stored_and_told
from clausecheck.audit.tracking.third_parties import contacted_hosts
from clausecheck.audit.tracking.traces import after_refusal, before_a_choice, under_signal
from clausecheck.connectors.all_connectors import connector
from clausecheck.errors import CannotVerify
from clausecheck.facts import ACCEPTED, NO_CHOICE, REFUSED, SIGNAL, STATES, WITHDRAWN, Population
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

_MISSING: Final = "a website (a system of kind website)"
_Read = Callable[[System, Audit], Population[Any]]


def seen_in(states: Sequence[str], read: _Read) -> SimpleNamespace:
    """`subjects`, `jobs` and `missing` of a fact that `read` makes of the visits in these states."""
    plain = put_together(read, fact="visits", missing=_MISSING)
    return SimpleNamespace(subjects=plain.subjects, missing=plain.missing, jobs=partial(_jobs, states, plain.jobs))


def _jobs(
    states: Sequence[str],
    plain: Callable[[Sequence[tuple[Obligation, Subject]], Audit], list[Job]],
    wanted: Sequence[tuple[Obligation, Subject]],
    audit: Audit,
) -> list[Job]:
    """Planning asks every kind of fact for its jobs before any of them runs, so the first one visits for all."""
    for name in dict.fromkeys(subject.system for _, subject in wanted):
        _expect(audit.target.systems[name], states)
    return plain(wanted, audit)


def _expect(system: System, states: Sequence[str]) -> None:
    try:
        found: Any = connector(system.kind)
    except CannotVerify:  # the job itself will say so
        return
    found.expect(system, states)


def _fact(name: str, system: System, audit: Audit) -> Population[Any]:
    told: Population[Any] = connector(system.kind).FACTS[name](system, context_of(audit))
    return told


def _visits(seen_as: Callable[[Population[Any]], Population[Any]], system: System, audit: Audit) -> Population[Any]:
    return seen_as(_fact("visits", system, audit))


def _cookie_policy(system: System, audit: Audit) -> Population[Any]:
    """Both are read from the same visits."""
    return stored_and_told(_fact("visits", system, audit), _fact("pages", system, audit))


def _third_parties(system: System, audit: Audit) -> Population[Any]:
    return contacted_hosts(_fact("visits", system, audit), system, audit)


TRACKING: Final = {
    "visits": seen_in(STATES, partial(_fact, "visits")),
    "before_a_choice": seen_in((NO_CHOICE,), partial(_visits, before_a_choice)),
    "after_refusal": seen_in((REFUSED, WITHDRAWN), partial(_visits, after_refusal)),
    "consent_banners": seen_in((REFUSED, ACCEPTED), partial(_visits, consent_banners)),
    "under_signal": seen_in((SIGNAL,), partial(_visits, under_signal)),
    "third_parties": seen_in(STATES, _third_parties),
    "stored_and_told": seen_in(STATES, _cookie_policy),
    "pages": seen_in((NO_CHOICE,), partial(_fact, "pages")),
}
"""By the name of each fact about a website."""
