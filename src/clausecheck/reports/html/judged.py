"""What one check gave on one obligation of a clause, over all the places that it looked at: told once, together."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from clausecheck.model import ClauseResult, Finding, Outcome
from clausecheck.reports.phrases import told

_ORDER = list(Outcome)
_ABOUT = frozenset({"anchor", "category"})
_IN_FULL = frozenset({Outcome.VIOLATED, Outcome.UNVERIFIED, Outcome.WAIVED})


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How many of one noun were examined, over how many places; `whole` where all of them could be read."""

    noun: str
    examined: int
    places: int
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The findings that share check, obligation and terms, the worst first."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding whose obligation, terms and basis stand for all."""
        return self.findings[0]

    @property
    def outcome(self) -> Outcome:
        return self.first.outcome

    @cached_property
    def promised(self) -> str:
        """What is held against the systems, in the check's words; "" where nobody said it."""
        return next((one.promised for one in self.findings if one.promised), "")

    @cached_property
    def in_full(self) -> tuple[Finding, ...]:
        """What speaks against the promise or leaves it open: each of these is told at length."""
        return tuple(one for one in self.findings if one.outcome in _IN_FULL or one.undecidable or one.unreadable)

    @cached_property
    def in_short(self) -> tuple[Finding, ...]:
        """Where nothing speaks against it: a line each."""
        full = set(map(id, self.in_full))
        return tuple(one for one in self.findings if id(one) not in full)

    @cached_property
    def looked(self) -> tuple[Looked, ...]:
        """What was examined, by noun."""
        nouns = dict.fromkeys(one.noun for one in self.findings if one.examined)
        return tuple(
            _looked(noun, [one for one in self.findings if one.noun == noun and one.examined]) for noun in nouns
        )

    @property
    def nouns(self) -> tuple[str, ...]:
        """What was looked at, or was to be."""
        return tuple(dict.fromkeys(one.noun for one in self.findings))

    @cached_property
    def remedy(self) -> str:
        """What mends every place, where it is the same everywhere; else "", and each place has its own."""
        remedies = {one.remedy for one in self.in_full if one.remedy}
        return remedies.pop() if len(remedies) == 1 else ""

    @cached_property
    def ages(self) -> tuple[int, ...]:
        """Records by age over all places, as `Finding.ages`; () where the obligation has no period."""
        counted = [one.ages for one in self.findings if one.ages]
        return tuple(map(sum, zip(*counted, strict=True)))

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """What is measured by, the number first: what it is counted from and what it is about come last."""
        return tuple(sorted(self.first.terms.items(), key=lambda term: term[0] in _ABOUT))

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(warning for one in self.findings for warning in one.warnings))


def _looked(noun: str, findings: list[Finding]) -> Looked:
    return Looked(
        noun=noun,
        examined=sum(one.examined for one in findings),
        places=len(findings),
        whole=not any(one.unreadable for one in findings),
    )


def judged(result: ClauseResult) -> tuple[Judged, ...]:
    """The findings of a clause put together, in the order of its obligations."""
    groups: dict[object, list[Finding]] = {}
    for finding in result.findings:
        groups.setdefault(_alike(finding), []).append(finding)
    return tuple(Judged(findings=tuple(sorted(group, key=_worst_first))) for group in groups.values())


def _alike(finding: Finding) -> object:
    terms = tuple(finding.terms.items())
    return finding.obligation, finding.check, terms, finding.basis, finding.source, finding.approved_by, finding.how


def _worst_first(finding: Finding) -> tuple[int, int]:
    return _ORDER.index(finding.outcome), -finding.violations


def is_unseen(one: Judged) -> bool:
    """Whether nothing was looked at for want of a check or a system: then a single row tells it all."""
    return one.outcome is Outcome.UNVERIFIED and not any(finding.check or finding.system for finding in one.findings)


def reasons(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Why something could not be told, each reason once."""
    return tuple(dict.fromkeys(reason for one in findings for reason in (one.reasons or (told(one),))))
