"""Contracts beside an audit: run in a process of their own, and what a broken one does to a finding.

A verdict over rows is worth what the rows are. A finding rests on the place that it judges and on every register that
its question consulted. Where the contract of one of them does not hold, "honoured" is no longer known: it becomes
unverified, with the expectation named. A violation stands, since counter-examples were found; it gets a warning.
"""

import pickle
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import Popen
from threading import Thread
from typing import TYPE_CHECKING, Any

from clausecheck.audit.planning import Examination
from clausecheck.model import Category, ContractResult, Expectation, Finding, Outcome
from clausecheck.records.asking import Audit
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from clausecheck.contracts.judging import Judged
    from clausecheck.contracts.terms import Terms

Places = Collection[tuple[str, str]]
REMEDY = "Repair the data, or agree on other terms in contracts/, and audit again."
NOT_RUN = "the contracts were not run"
_PROCESS = (sys.executable, "-P", "-m", "clausecheck.contracts")


@dataclass
class Contracting:
    """The contracts of one audit. Where none were asked for, nothing is started, and no finding changes."""

    terms: "Mapping[str, Terms] | None" = None
    report: Path | None = None
    _process: "Popen[bytes] | None" = None
    _started: bool = False
    _judged: "Future[Judged | None]" = field(default_factory=Future)
    _fault: str = ""

    def ask(self) -> None:
        """Contracts shall be run: their process starts now, as its library takes seconds to be there."""
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(_PROCESS, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603 - our own

    def agree(
        self,
        root: Path,
        schemas: Mapping[str, Mapping[str, Any]],
        categories: Mapping[str, Category],
        report: Path | None,
    ) -> None:
        """Read the terms, where contracts are asked for. `InputError` where a file of `contracts/` is wrong."""
        if self._process is not None:
            from clausecheck.contracts.terms import load_terms

            self.terms, self.report = load_terms(root, schemas, categories), report

    def start(self, audit: Audit) -> None:
        """Run them from now on, beside everything else."""
        if self.terms is not None and not self._started:
            self._started = True
            # A daemon: an audit that is interrupted does not wait for the systems that it was reading.
            Thread(target=self._run, args=(audit,), name="contracts", daemon=True).start()

    def _run(self, audit: Audit) -> None:
        from clausecheck.contracts.volumes import read_volumes

        judged = None
        try:
            assert self._process is not None
            question = pickle.dumps((audit, self.terms, read_volumes(self.report)))
            answer, _ = self._process.communicate(question)
            judged = pickle.loads(answer)  # noqa: S301 - from a process of our own
        except BaseException as error:  # nobody foresaw it: every finding says so
            self._fault = f"the process that runs the contracts ended without telling ({kind_of(error)})"
        self._judged.set_result(judged)

    def stop(self) -> None:
        """End their process, if it still runs."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.kill()
        if not self._started:  # else whoever waits for its answer closes what leads to it
            self._process.communicate()

    def results(self, *, wait: bool = True) -> tuple[ContractResult, ...]:
        """What became of them; waits for them, or tells of none where they are not done."""
        judged = self._told(wait=wait)
        return judged.results if judged else ()

    def files(self) -> Mapping[str, str]:
        """The files that tell of them, by their path within the report's folder."""
        judged = self._told(wait=False)
        return judged.files if judged else {}

    def _told(self, *, wait: bool) -> "Judged | None":
        if not self._started or not (wait or self._judged.done()):
            return None
        return self._judged.result()

    def applied(self, examination: Examination, finding: Finding, consulted: Places) -> Finding:
        """The finding, as the contracts of what it rests on leave it."""
        if self.terms is None:
            return finding
        return held(finding, examination, consulted, self.results(), self.fault)

    @property
    def fault(self) -> str:
        """Why there are no results where some were asked for; "" otherwise."""
        return "" if self.terms is None else self._fault if self._started else NOT_RUN


def held(
    finding: Finding, examination: Examination, consulted: Places, results: Iterable[ContractResult], fault: str
) -> Finding:
    """A finding as the contracts of what it rests on leave it; `fault` is why there are none that count."""
    about = [one for one in results if _rests_on(one, examination, consulted)]
    reasons = [reason for reason in (fault, *map(_reason, about)) if reason]
    if not reasons:
        return finding
    if finding.outcome is not Outcome.HONOURED:
        return replace(finding, warnings=(*finding.warnings, *reasons))
    told = "; ".join(reasons)
    return replace(
        finding,
        outcome=Outcome.UNVERIFIED,
        message=f"Nobody could tell: {told}. {REMEDY}",
        found=told,
        remedy=REMEDY,
        reasons=tuple(reasons),
        our_fault=bool(fault) and fault != NOT_RUN,
    )


def _rests_on(result: ContractResult, examination: Examination, consulted: Places) -> bool:
    subject = examination.subject
    judged = subject.dataset is not None and (subject.dataset.name, subject.resource) == _place(result)
    return judged or _place(result) in consulted


def _place(result: ContractResult) -> tuple[str, str]:
    return result.dataset, result.resource


def _reason(result: ContractResult) -> str:
    """Why its rows carry no verdict, naming what was expected; "" where the contract holds."""
    worst = [one for one in result.expectations if one.outcome is not Outcome.HONOURED]
    if not worst:
        return ""
    broken = any(one.outcome is Outcome.VIOLATED for one in worst)
    state = "is broken" if broken else "could not be looked at"
    return f"the contract of {result.dataset} in {result.resource} {state}: " + ", ".join(map(_named, worst))


def _named(one: Expectation) -> str:
    if one.reason:
        return f"{one.sentence} ({one.name}: {one.reason})"
    rows = f", {one.unexpected:,} rows" if one.unexpected else ""
    return f"{one.sentence} ({one.name}{rows})"
