"""One piece of gathering: it runs once and answers one or several examinations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.audit.subjects import Subject
from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True, eq=False)
class Job:
    """`run` returns one fact for each of `answers`, in their order, or raises for all of them.

    `system` is the one that is read; jobs of one system run one after the other, those of several side by side.
    """

    system: str
    answers: Sequence[tuple[Obligation, Subject]]
    run: Callable[[], Sequence[Any]]
