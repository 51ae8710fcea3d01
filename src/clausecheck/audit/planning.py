"""What an audit has to examine: every obligation, at every place where its target maps it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausecheck.audit.all_facts import UnknownFact, subjects_of
from clausecheck.audit.checks import Check
from clausecheck.audit.subjects import NOTHING_MAPPED, Subject
from clausecheck.model import Clause, Obligation
from clausecheck.targets.model import Target


@dataclass(frozen=True, kw_only=True, eq=False)
class Examination:
    """One test: one check of one obligation of one clause at one subject."""

    check: Check
    clause: Clause
    obligation: Obligation
    subject: Subject
    number: int = 0

    @property
    def id(self) -> str:
        """`6.c-communications-crm`; a second obligation of the same kind in a clause adds its number."""
        return f"{self.clause.id}-{self.subject.id}" + (f"-{self.number}" if self.number else "")


def plan(clauses: Iterable[Clause], checks: Sequence[Check], target: Target) -> list[Examination]:
    """Every examination, in the order of the policy. An obligation for which nothing is mapped yields one as well."""
    return [
        Examination(check=check, clause=clause, obligation=obligation, subject=subject, number=number)
        for clause in clauses
        for obligation, number in numbered(clause.obligations)
        for check in checks
        if check.kind == obligation.kind
        for subject in _subjects(check, obligation, target) or [NOTHING_MAPPED]
    ]


def _subjects(check: Check, obligation: Obligation, target: Target) -> list[Subject]:
    """A check that asks for what nobody gathers costs its own finding, which says so, and no other."""
    try:
        return subjects_of(check, obligation, target)
    except UnknownFact:
        return []


def numbered(obligations: Sequence[Obligation]) -> list[tuple[Obligation, int]]:
    """Each obligation of a clause with its number among those of its kind, from 0."""
    kinds = [obligation.kind for obligation in obligations]
    return [(one, kinds[:place].count(one.kind)) for place, one in enumerate(obligations)]


def unjudged(clauses: Iterable[Clause], checks: Sequence[Check]) -> list[tuple[Clause, Obligation]]:
    """The obligations that no check judges."""
    kinds = {check.kind for check in checks}
    return [(clause, one) for clause in clauses for one in clause.obligations if one.kind not in kinds]
