"""A policy as frozen data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.documents import did_you_mean
from clausecheck.errors import CommandError, Problem
from clausecheck.model import Category, Clause, Obligation, Section
from clausecheck.periods import Period

A_YEAR = Period(months=12)


@dataclass(frozen=True, kw_only=True)
class Collected:
    """Where data that a clause says is collected are kept: a category with a period, or why the text has none."""

    category: str = ""
    none: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one company promises. `clauses` stand in the order of the published text.

    `contacts` are as policy.yaml has them; `{"supplied_by": "target"}` where the published copy hides one.
    `collection` maps a clause to where what it collects is kept; `frameworks` names those of the crosswalk.
    `schemas` are the JSON Schemas of the policy's folder by file name. `attested_for` is the longest that an
    attestation may count where its obligation has no `interval` of its own. `language` is that of the promises.
    `evidence_kept` is the retention of evidence, None where the policy does not say; `evidence_good_for` how long it
    speaks for such an obligation.
    """

    organisation: str
    title: str
    version: date
    time_zone: str
    contacts: Mapping[str, Any]
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    categories: Mapping[str, Category]
    folder: Path
    schemas: Mapping[str, Mapping[str, Any]] = field(repr=False)
    collection: Mapping[str, Collected] = field(default_factory=dict)
    frameworks: Mapping[str, str] = field(default_factory=dict)
    attested_for: Period = A_YEAR
    language: str = "en"
    evidence_kept: Period | None = None
    evidence_good_for: Period = A_YEAR

    @property
    def obligations(self) -> tuple[tuple[Clause, Obligation], ...]:
        """Every obligation beside its clause, in the order of the policy."""
        return tuple((clause, obligation) for clause in self.clauses for obligation in clause.obligations)

    def selected(self, ids: Iterable[str]) -> tuple[Clause, ...]:
        """The clauses that these ids name, each with what stands under it; all of them where none is named.

        `CommandError` names every id that the policy does not have.
        """
        wanted = list(ids)
        known = [clause.id for clause in self.clauses]
        unknown = [word for word in wanted if word not in known]
        if unknown:
            raise CommandError([_unknown(word, known) for word in unknown])
        if not wanted:
            return self.clauses
        return tuple(clause for clause in self.clauses if any(clause.is_within(word) for word in wanted))


def _unknown(word: str, known: list[str]) -> Problem:
    return Problem(message=f"the policy has no clause {word!r}{did_you_mean(word, known)}", key="--clause")
