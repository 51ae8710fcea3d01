"""The strictly necessary, which `policy.yaml` lists once for every obligation about tracking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from clausecheck.model import Clause, Obligation
from clausecheck.policy.obligations.tracking import Necessary, Tracking


def with_necessary(clauses: Iterable[Clause], tracking: Mapping[str, Any]) -> Iterator[Clause]:
    """The clauses, their obligations about tracking completed by the list; `tracking` may be empty."""
    listed = tuple(Necessary(**entry) for entry in tracking.get("strictly_necessary", ()))
    for clause in clauses:
        obligations = tuple(_completed(obligation, listed) for obligation in clause.obligations)
        yield clause if obligations == clause.obligations else replace(clause, obligations=obligations)


def _completed(obligation: Obligation, listed: tuple[Necessary, ...]) -> Obligation:
    return replace(obligation, strictly_necessary=listed) if isinstance(obligation, Tracking) else obligation
