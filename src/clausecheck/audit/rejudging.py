"""Judges stored evidence again, offline: by the policy that it was judged by, or by another one.

A fact answers the obligation that it was gathered for, in whatever clause that stands now. What connectors told answers
changed terms too. What was counted for other terms does not: then only a live audit can tell, and the finding is
unverified. So is one whose evidence is older than it may be on the day that it shall speak for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from clausecheck.audit import collected
from clausecheck.audit.accepting import Accepting
from clausecheck.audit.all_facts import kind_of_fact
from clausecheck.audit.checks import Check
from clausecheck.audit.contracts import held
from clausecheck.audit.coverage import not_judged
from clausecheck.audit.judging import Fact, judge, raising
from clausecheck.audit.keeping import not_examined, subject_of
from clausecheck.audit.planning import Examination, numbered, unjudged
from clausecheck.audit.subjects import NOTHING_MAPPED
from clausecheck.audit.terms import Terms
from clausecheck.check_files import Attested, NotYet, attested, not_yet
from clausecheck.errors import CannotVerify
from clausecheck.evidence.stored import StoredExamination, StoredRun
from clausecheck.facts import Population
from clausecheck.model import Clause, ClauseResult, Finding, Obligation, Outcome, Run
from clausecheck.periods import Calendar, Period
from clausecheck.policy import Policy
from clausecheck.policy.collected import kept
from clausecheck.policy.terms import periods_of

LIVE = "only a live audit of the target tells"
NOT_KEPT = frozenset({"pages", "visits"})
"""Facts whose content is nobody's to keep: a check of them cannot be repeated from evidence."""


@dataclass(frozen=True, kw_only=True)
class Rejudging:
    """Stored evidence, held against a policy with the checks of the project at `root`.

    `on` is the day that the evidence shall speak for, None where it speaks for the day that it was gathered on.
    """

    stored: StoredRun
    policy: Policy
    checks: Sequence[Check]
    root: Path
    on: date | None = None
    _calendar: Calendar = field(init=False)
    _accepting: Accepting = field(init=False)
    _terms: Terms = field(init=False)

    def __post_init__(self) -> None:
        as_of = self.stored.as_of
        object.__setattr__(self, "_calendar", Calendar(as_of=as_of, time_zone=self.policy.time_zone))
        accepting = Accepting(
            attestations=self.stored.attestations, waivers=self.stored.waivers, policy=self.policy, as_of=as_of
        )
        object.__setattr__(self, "_accepting", accepting)
        object.__setattr__(self, "_terms", Terms(self.policy))

    def run(self, clauses: Sequence[Clause]) -> Run:
        """The run as these clauses make it of the evidence. Everything but its findings is the stored run's."""
        found = [*self._judged(clauses), *self._unjudged(clauses)]
        told = self.stored.run
        return Run(
            id=told["id"],
            target=told["target"],
            environment=told["environment"],
            organisation=self.policy.organisation,
            policy_title=self.policy.title,
            policy_version=self.policy.version,
            time_zone=self.policy.time_zone,
            as_of=self.stored.as_of,
            started_at=told["started_at"],
            finished_at=told["finished_at"],
            complete=told["complete"],
            selection=told["selection"],
            tool_version=told["tool_version"],
            sections=self.policy.sections,
            written_in=self.policy.language,
            contracts=self.stored.contracts,
            acceptances=self._accepting.told(clause.id for clause in clauses),
            clauses=tuple(
                ClauseResult(clause=clause, findings=tuple(one for one in found if one.clause == clause.id))
                for clause in clauses
            ),
        )

    def _judged(self, clauses: Sequence[Clause]) -> Iterator[Finding]:
        for clause in clauses:
            for obligation, number in numbered(clause.obligations):
                for check in self.checks:
                    if check.kind == obligation.kind:
                        for one in self._answers(clause, obligation, number, check):
                            examination = Examination(
                                check=check, clause=clause, obligation=obligation, number=number,
                                subject=subject_of(one) if one else NOTHING_MAPPED,
                            )  # fmt: skip
                            yield self._finding(examination, one)

    def _answers(
        self, clause: Clause, obligation: Obligation, number: int, check: Check
    ) -> Sequence[StoredExamination | None]:
        """The stored examinations that stand for this obligation: its own, else those of the same question elsewhere,
        else those that asked another one of the same places; None where nobody asked anything of the kind.
        """
        asked = [one for one in self.stored.examinations if one.check == check.stem]
        digest = self._terms.digest(check, obligation)
        same = [one for one in asked if one.terms == digest]
        here = [one for one in asked if (one.clause, one.number) == (clause.id, number)]
        own = [one for one in here if one.terms == digest]
        return own or _first(same) or here or _first(asked) or [None]

    def _finding(self, examination: Examination, one: StoredExamination | None) -> Finding:
        if one is None or not one.looked_at:
            why = not_examined() if one else _unasked()
            return judge(examination, raising(why))
        found = judge(examination, lambda: self._fact(examination, one), self._accepting, self._calendar)
        after = held(found, examination, one.consulted, self.stored.contracts, self.stored.run["contracts_fault"])
        after = after if after.outcome is found.outcome else self._accepting.attested(after)
        warning = self.stored.run["clock_warnings"].get(after.system, "")
        return replace(after, warnings=(*after.warnings, warning)) if warning else after

    def _fact(self, examination: Examination, one: StoredExamination) -> Fact:
        """The stored fact; `CannotVerify` where it does not answer, or does no longer."""
        (name,) = examination.check.facts if len(examination.check.facts) == 1 else ("",)
        if name == collected.FACT:
            return _categories(self.policy)  # the policy tells it, and no system
        kind_of_fact(examination.check)  # one that nobody gathers is told as such
        if one.terms != self._terms.digest(examination.check, examination.obligation):
            raise CannotVerify(
                "the stored evidence was gathered for other terms than these, and does not tell what holds for them",
                remedy=LIVE,
            )
        if name in NOT_KEPT:
            raise CannotVerify("what this check reads is not kept as evidence", remedy=LIVE)
        self._see_to_age(examination.obligation)
        fact: Fact = self.stored.answer(one)
        return fact

    def _see_to_age(self, obligation: Obligation) -> None:
        if self.is_stale(obligation):
            life = self.life_of(obligation)
            raise CannotVerify(
                f"the evidence is stale: it is of {self._calendar.today} and speaks for {life.in_words()}",
                remedy="audit the target again",
            )

    def life_of(self, obligation: Obligation) -> Period:
        """How long evidence speaks for an obligation: its own interval, else what the policy says for all."""
        return periods_of(obligation).get("interval") or self.policy.evidence_good_for

    def is_stale(self, obligation: Obligation, on: date | None = None) -> bool:
        """Whether the evidence is too old for this obligation on that day, which is `on` of the judging otherwise."""
        day = on or self.on
        return day is not None and self.life_of(obligation).after(self._calendar.today) < day

    def _unjudged(self, clauses: Sequence[Clause]) -> Iterator[Finding]:
        waiting = unjudged(clauses, self.checks)
        unseen: dict[str, NotYet | Attested] = {**not_yet(self.root), **attested(self.root)} if waiting else {}
        for clause, obligation in waiting:
            yield self._accepting.attested(not_judged(clause, obligation, unseen.get(obligation.kind)))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A finding that came out otherwise than it was stored: outcomes, None where there is no such finding."""

    id: str
    clause: str
    before: Outcome | None
    now: Outcome | None
    what: str


def differences(stored: Iterable[Finding], judged: Iterable[Finding]) -> list[Difference]:
    """Every finding whose verdict, counts or examples are not what they were."""
    before, now = {one.id: one for one in stored}, {one.id: one for one in judged}
    found = []
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        some = old or new
        if some and (old is None or new is None or _verdict(old) != _verdict(new)):
            outcomes = old.outcome if old else None, new.outcome if new else None
            what = new.message if new else "it is no longer asked"
            found.append(Difference(id=name, clause=some.clause, before=outcomes[0], now=outcomes[1], what=what))
    return found


def _verdict(one: Finding) -> tuple[object, ...]:
    """What a verdict consists of; its words may get better."""
    numbers = (one.examined, one.unreadable, one.violations, one.undecidable, one.held, one.excluded, one.waived)
    return (one.outcome, *numbers, dict(one.counts), one.examples)


def changed_checks(stored: StoredRun, root: Path) -> list[str]:
    """The files of the project that the run's verdicts rested on, and that are others now."""
    from clausecheck.evidence.surroundings import digests

    now = digests(root)["files"]
    return sorted(name for name in {*stored.checks, *now} if stored.checks.get(name) != now.get(name))


def stale_on(rejudging: Rejudging, run: Run, day: date) -> list[Finding]:
    """The findings of a run whose evidence is too old to speak for that day."""
    return [
        finding
        for result in run.clauses
        for finding in result.findings
        if finding.check and any(
            rejudging.is_stale(one, day) for one in result.clause.obligations if one.kind == finding.obligation
        )
    ]  # fmt: skip


def day_of(moment: datetime, policy: Policy) -> date:
    return Calendar(as_of=moment, time_zone=policy.time_zone).today


def _first(found: Sequence[StoredExamination]) -> Sequence[StoredExamination]:
    """Those of the obligation that comes first: each place once."""
    return [one for one in found if (one.clause, one.number) == (found[0].clause, found[0].number)]


def _categories(policy: Policy) -> Fact:
    members = tuple(map(collected.category, kept(policy)))
    return Population(noun="kinds of data", members=members)


def _unasked() -> CannotVerify:
    return CannotVerify("the stored evidence holds nothing that answers this promise", remedy=LIVE)
