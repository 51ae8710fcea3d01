"""One audit from its command line to its run: load, plan, gather, judge, sum up."""

import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from types import TracebackType
from typing import Self

import clausecheck
from clausecheck.audit import worlds
from clausecheck.audit.acceptances import accepting
from clausecheck.audit.checks import Check, find_checks
from clausecheck.audit.contracts import Contracting
from clausecheck.audit.coverage import not_judged
from clausecheck.audit.gathering import Gathering
from clausecheck.audit.holdings import holdings
from clausecheck.audit.judging import Fact, judge, raising
from clausecheck.audit.keeping import keep, not_examined, prepared
from clausecheck.audit.planning import Examination, plan, unjudged
from clausecheck.audit.proven import proven
from clausecheck.audit.silence import silence
from clausecheck.audit.terms import Terms
from clausecheck.check_files import Attested, NotYet, attested, not_yet
from clausecheck.errors import CommandError
from clausecheck.evidence.endings import begin, end
from clausecheck.evidence.keeping import Keeping
from clausecheck.history.comparing import regressions
from clausecheck.model import Clause, ClauseResult, Finding, Outcome, Run
from clausecheck.periods import Calendar
from clausecheck.policy import Policy, load_policy
from clausecheck.policy.collected import kept
from clausecheck.policy.declarations import declarations
from clausecheck.records.asking import Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets import REGISTERS, Target, contracts_of, load_target, world_of

YEARS = range(1971, 2971)
"""The years in which an audit can be; periods and time zones reach beyond its moment on both sides."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the command line asks for. `as_of` is aware, or None for now.

    `clock` is what the rows are held against where they were made for the audit (a scenario); else the machine's own.
    `contracts` asks for them even where the target does not; `report` is the folder that the last run reported into.
    `evidence` is the folder of the evidence of runs, None where nobody keeps any.
    """

    root: Path
    target: str = "demo"
    clauses: tuple[str, ...] = ()
    as_of: datetime | None = None
    clock: datetime | None = None
    contracts: bool = False
    report: Path | None = None
    evidence: Path | None = None


def moment(text: str) -> datetime:
    """`--as-of` as a moment: ISO 8601 with a zone; `CommandError` for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of {text}: not a date and time such as 2026-03-01T12:00:00Z") from None
    if at.tzinfo is None:
        raise CommandError(f"--as-of {text}: names no time zone; write 2026-03-01T12:00:00Z or …-05:00")
    if at.year not in YEARS:
        raise CommandError(f"--as-of {text}: lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return at


class Session:
    """An audit that is under way. Use it as a context: leaving it closes connections and takes the world down.

    Entering raises `InputError` where the policy, the target or the command line is wrong.
    """

    def __init__(
        self,
        request: Request,
        *,
        policy: Policy | None = None,
        checks: list[Check] | None = None,
        done: Callable[[str], None] = lambda _system: None,
    ) -> None:
        """`policy` and `checks` save reading them again; `done` is told a system's name when a reading of it ends."""
        self._stack = ExitStack()
        self.request, self._policy, self._checks, self._done = request, policy, checks, done
        self.started_at = datetime.now(UTC)
        self.complete = True
        self.id = ""
        self.keeping: Keeping | None = None
        self.findings: dict[Examination, Finding] = {}

    def __enter__(self) -> Self:
        try:
            self._prepare()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _prepare(self) -> None:
        request = self.request
        self._stack.enter_context(silence())
        self._contracting = Contracting()
        self._stack.callback(self._contracting.stop)
        self.policy: Policy = self._policy or load_policy(request.root / "policy")
        self.clauses: tuple[Clause, ...] = self.policy.selected(request.clauses)
        self.checks: list[Check] = self._checks or find_checks(request.root / "checks")
        self._unjudged = unjudged(self.clauses, self.checks)
        self._unseen: dict[str, NotYet | Attested] = (
            {**not_yet(request.root), **attested(request.root)} if self._unjudged else {}
        )
        self.as_of = request.as_of or self.started_at
        if not self._is_listing and (request.contracts or contracts_of(request.target, request.root)):
            self._contracting.ask()
        self.target, clock = self._target()
        pseudonyms = Pseudonyms.from_environment()
        self.id = f"{self.started_at:%Y-%m-%dT%H-%M-%SZ}-{self.target.name}-{secrets.token_hex(3)}"
        self._accepting = accepting(
            self.policy, self.target, self.checks, root=request.root, as_of=self.as_of, pseudonyms=pseudonyms
        )
        if request.evidence and not self._is_listing:
            self.keeping, self.target = prepared(
                request.evidence, self.id, policy=self.policy, target=self.target, pseudonyms=pseudonyms
            )
        self.audit = Audit(
            target=self.target,
            as_of=self.as_of,
            clock=clock,
            time_zone=self.policy.time_zone,
            policy_date=self.policy.version,
            categories={**REGISTERS, **self.policy.categories},
            pseudonyms=pseudonyms,
            waivers=self._accepting.waivers_of_records,
            collected=tuple(kept(self.policy)),
            obligations=tuple(one for clause in self.policy.clauses for one in clause.obligations),
            policy_title=self.policy.title,
            contacts=self.policy.contacts,
            folder=str(request.root),
            exhibits=None if self.keeping is None else {},
        )
        self._calendar = Calendar(as_of=self.as_of, time_zone=self.policy.time_zone)
        self._terms = Terms(self.policy)
        self.examinations: list[Examination] = plan(self.clauses, self.checks, self.target)
        heard = self.keeping.calls if self.keeping else None
        self._gathering = Gathering(self.audit, done=self._done, heard=heard)
        self._contracting.agree(request.root, self.policy.schemas, self.audit.categories, request.report)
        self._stack.callback(_close_connections)
        self._stack.callback(self._gathering.stop)

    def _target(self) -> tuple[Target, datetime]:
        """The target, and the clock that its rows are held against: a world that was built for the audit has its."""
        request, variables = self.request, dict(environ)
        world = world_of(request.target, request.root)
        if world and not self._is_listing:
            variables |= self._stack.enter_context(worlds.built(world, root=request.root, as_of=self.as_of))
        categories = self.policy.categories
        if world and self._is_listing:
            variables = _Anything(variables)
        declares = declarations(self.policy)
        target = load_target(
            request.target, root=request.root, categories=categories, environ=variables, declares=declares,
            is_listing=bool(world) and self._is_listing,
        )  # fmt: skip
        if world and self._is_listing:
            target = replace(target, attestations="", waivers="")  # the world would have written them
        return target, request.clock or (self.as_of if world else self.started_at)

    _is_listing = False

    def gather(self, examinations: Sequence[Examination]) -> int:
        """Start gathering what these examinations need and return at once, with the number of jobs."""
        if examinations:
            self._begin()
        self._contracting.start(self.audit)
        return self._gathering.start(examinations)

    def _begin(self) -> None:
        if self.keeping and not self.keeping.has_begun:
            begin(self.keeping, self.request.root, self.policy.folder, self.target.file)

    def fact(self, examination: Examination) -> Fact:
        """What an examination's check asks for; waits for it, and raises what gathering it raised."""
        fact: Fact = self._gathering.fact(examination)
        return fact

    def _kept(self, examination: Examination) -> Fact:
        """The same, once it has been kept as evidence."""
        try:
            fact = self.fact(examination)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # of whatever kind: the evidence says that there was no fact, and it goes on
            self._keep(examination, error)
            raise
        self._keep(examination, fact)
        return fact

    def _keep(self, examination: Examination, fact: object | BaseException) -> None:
        keep(self.keeping, examination, fact, self._terms, self._gathering.consulted(examination))

    def judge(self, examination: Examination) -> Finding:
        """Judge one examination as soon as its facts are there."""
        judged = judge(examination, lambda: self._kept(examination), self._accepting, self._calendar)
        held = self._contracting.applied(examination, judged, self._gathering.consulted(examination))
        finding = held if held.outcome is judged.outcome else self._accepting.attested(held)
        self.findings[examination] = finding
        return finding

    def finish(self, *, complete: bool = True) -> Run:
        """The run: every selected clause with its findings. What was not judged is unverified, the run incomplete."""
        self._begin()  # it may have been interrupted before anything was gathered
        missing = [one for one in self.examinations if one not in self.findings]
        for one in missing:
            self.findings[one] = judge(one, raising(not_examined()))
            keep(self.keeping, one, not_examined(), self._terms, looked_at=False)
        unread = [
            self._accepting.attested(not_judged(clause, obligation, self._unseen.get(obligation.kind)))
            for clause, obligation in self._unjudged
        ]
        warned = [self._warned(self.findings[one]) for one in self.examinations]
        run = self._run([*warned, *unread], complete=complete and not missing)
        self._end(run)
        return run

    def _end(self, run: Run) -> None:
        """Keep what became of the run; what `concluding` seals is all there then."""
        if self.keeping is None:
            return
        for name, content in dict(self.audit.exhibits or {}).items():
            self.keeping.write(name, content)
        beside = {"clock_warnings": dict(self._gathering.warnings), "contracts_fault": self._contracting.fault}
        accepting = self._accepting
        end(self.keeping, run, attestations=accepting.attestations, waivers=accepting.waivers, beside=beside)

    def _warned(self, finding: Finding) -> Finding:
        warning = self._gathering.warnings.get(finding.system, "")
        return replace(finding, warnings=(*finding.warnings, warning)) if warning else finding

    def _run(self, findings: Sequence[Finding], *, complete: bool) -> Run:
        policy = self.policy
        return Run(
            id=self.id,
            target=self.target.name,
            environment=self.target.environment,
            organisation=policy.organisation,
            policy_title=policy.title,
            policy_version=policy.version,
            time_zone=policy.time_zone,
            as_of=self.as_of,
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            complete=complete,
            selection=self.request.clauses,
            tool_version=clausecheck.__version__,
            sections=policy.sections,
            written_in=policy.language,
            proven=proven(self.request.root, self.checks),
            warnings=tuple(f"{name}: {warning}" for name, warning in dict(self._gathering.warnings).items() if warning),
            contracts=self._contracting.results(wait=complete),
            holdings=holdings(self.target),
            attached=self._contracting.files(),
            acceptances=self._accepting.told(clause.id for clause in self.clauses),
            clauses=tuple(
                ClauseResult(clause=clause, findings=tuple(one for one in findings if one.clause == clause.id))
                for clause in self.clauses
            ),
        )


class Listing(Session):
    """A session that only lists what an audit would examine: it builds no world and reads no system."""

    _is_listing = True


class _Anything(dict[str, str]):
    """Variables of a world that is not built: any name is answered, as nothing will be read."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, _name: str) -> str:
        return "sqlite://"

    def get(self, name: str, default: str | None = None) -> str:  # type: ignore[override]
        return super().get(name) or default or "sqlite://"


def exit_code(run: Run, *, fail_on: str = "unverified") -> int:
    """0 kept, 1 a clause is violated, 2 none violated but one unverified, 4 a fault of our own (design, Outcomes).

    With `fail_on` new: 1 where something fails that did not fail so in the run before, else 0.
    """
    outcomes = {result.outcome for result in run.clauses}
    if any(finding.our_fault for finding in run.findings):
        return 4
    if fail_on == "new":
        return 1 if regressions(run) else 0
    if Outcome.VIOLATED in outcomes:
        return 1
    return 2 if Outcome.UNVERIFIED in outcomes and fail_on == "unverified" else 0


def _close_connections() -> None:
    for connector in ("sql", "aws"):
        opened = sys.modules.get(f"clausecheck.connectors.{connector}")
        if opened is not None:  # else none was opened, and importing it takes longer than listing an audit
            opened.close_all()
