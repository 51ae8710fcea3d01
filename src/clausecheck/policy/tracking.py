"""The strictly necessary, which `policy.yaml` lists once for every obligation about tracking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clausecheck.model import Clause, Obligation
from clausecheck.policy.obligations.tracking import Necessary, Tracking


def with_necessary(clauses: Iterable[Clause], tracking: Mapping[str, Any]) -> Iterator[Clause]:
    """The clauses, each obligation about tracking with its own list, else this one; `tracking` may be empty."""
    listed = _read(tracking.get("strictly_necessary", ()))
    for clause in clauses:
        obligations = tuple(_completed(obligation, listed) for obligation in clause.obligations)
        yield clause if obligations == clause.obligations else replace(clause, obligations=obligations)


def _completed(obligation: Obligation, listed: tuple[Necessary, ...]) -> Obligation:
    if not isinstance(obligation, Tracking):
        return obligation
    own: Sequence[Any] = obligation.strictly_necessary
    return replace(obligation, strictly_necessary=_read(own) if own else listed)


def _read(entries: Sequence[Mapping[str, Any]]) -> tuple[Necessary, ...]:
    return tuple(Necessary(**entry) for entry in entries)
