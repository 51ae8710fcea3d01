"""Gathers what the selected examinations need: concurrently over systems, one after the other within one."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

from clausecheck.audit.all_facts import FactKind, kind_of_fact
from clausecheck.audit.clocks import clock_warning_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.planning import Examination
from clausecheck.audit.subjects import NOTHING_MAPPED, Subject
from clausecheck.connectors.all_connectors import HOLDING_ROWS, connector
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.model import Call, Listener, Obligation
from clausecheck.records.all_questions import ALL_QUESTIONS, question
from clausecheck.records.asking import Audit
from clausecheck.records.consulted import noting
from clausecheck.redaction import kind_of

Told = Callable[[str], None]
Waiting = tuple[Job, list[Future[Any]]]


class Gathering:
    """The facts of an audit, on their way. `fact` waits for those of one examination only."""

    def __init__(self, audit: Audit, *, done: Told = lambda _system: None, heard: Listener | None = None) -> None:
        """`done` is told a system's name when a reading of it ends, `heard` each reading with its time."""
        self._audit = audit
        self._done, self._heard = done, heard
        self._facts: dict[tuple[int, int], Future[Any]] = {}
        self._stopped = Event()
        self.warnings: dict[str, str] = {}
        self._consulted: dict[tuple[int, int], set[tuple[str, str]]] = {}

    def start(self, examinations: Sequence[Examination]) -> int:
        """Plan the jobs and hand them to the threads, one a system; returns at once, with the number of jobs."""
        jobs = _jobs(examinations, self._audit)
        lines: dict[str, list[Waiting]] = defaultdict(list)
        for job in jobs:
            futures: list[Future[Any]] = [Future() for _ in job.answers]
            for (obligation, subject), future in zip(job.answers, futures, strict=True):
                self._facts[id(obligation), id(subject)] = future
            lines[job.system].append((job, futures))
        self._load(lines, {obligation.kind for job in jobs for obligation, _ in job.answers})
        for system, line in lines.items():
            # Daemons: an audit that is interrupted does not wait for the systems that it was reading.
            Thread(target=self._read, args=(line,), name=f"read-{system}", daemon=True).start()
        return len(jobs)

    def _load(self, names: Iterable[str], asked: AbstractSet[str]) -> None:
        """Import the connectors of these systems, and what answers these kinds of obligations over rows, before there
        are threads: two that import parts of one package at once may end in each other's arms, which Python breaks with
        an error. What lacks a library says so when read.
        """
        kinds = {self._audit.target.systems[name].kind for name in names if name}
        for kind in sorted(kinds | ({"sql"} if kinds & set(HOLDING_ROWS) else set())):
            with suppress(CannotVerify):
                connector(kind)
        for kind in sorted(asked & set(ALL_QUESTIONS)):
            with suppress(ModuleNotFoundError):
                question(kind)

    def _read(self, line: Sequence[Waiting]) -> None:
        """The jobs of one system, in their order. A system that let nobody in is not asked a second time."""
        closed: Unreachable | None = None
        for job, futures in line:
            if self._stopped.is_set():
                return
            began, since = datetime.now(UTC), time.perf_counter()
            error = self._settled(job, futures) if closed is None else _failed(futures, closed)
            if self._heard:
                self._heard(_reading(job, began, time.perf_counter() - since, error))
            if isinstance(error, Unreachable) and error.system == job.system:
                closed = error
            self._done(job.system)

    def _settled(self, job: Job, futures: Sequence[Future[Any]]) -> BaseException | None:
        """Run a job and hand its facts to those who wait; the error, recorded for all of them, where it raised one."""
        try:
            with noting() as consulted:
                self._consulted |= {(id(obligation), id(subject)): consulted for obligation, subject in job.answers}
                facts = job.run()
            # Before the facts are handed on: the last of them ends the audit, and with it the connections.
            self._ask_clock(job.system)
            for future, fact in zip(futures, facts, strict=True):
                future.set_result(fact)
        except ModuleNotFoundError as missing:
            reason = f"the library {missing.name}, which reading {job.system} needs, is not installed"
            return _failed(futures, CannotVerify(reason, remedy=f"install {missing.name}, or the extra that brings it"))
        except BaseException as error:
            return _failed(futures, error)
        return None

    def _ask_clock(self, system: str) -> None:
        if system and system not in self.warnings:  # a fact of the policy comes from no system
            self.warnings[system] = clock_warning_of(self._audit.target.systems[system])

    def fact(self, examination: Examination) -> Any:
        """The fact that this examination's check asks for; raises what gathering it raised."""
        if examination.subject is NOTHING_MAPPED:
            raise nothing_mapped(examination)
        fact = self._facts[id(examination.obligation), id(examination.subject)].result()
        if isinstance(fact, CannotVerify):
            raise fact
        return fact

    def consulted(self, examination: Examination) -> set[tuple[str, str]]:
        """The (dataset, place)s that answering it read; call it once its fact is there."""
        return self._consulted.get((id(examination.obligation), id(examination.subject)), set())

    def stop(self) -> None:
        """Drop what has not begun; what runs ends by its own time limit, or with this process."""
        self._stopped.set()


def _reading(job: Job, began: datetime, seconds: float, error: BaseException | None) -> Call:
    asked = dict.fromkeys(f"{obligation.kind} of {subject.id}" for obligation, subject in job.answers)
    return Call(
        system=job.system, kind="reading", what="; ".join(asked), began=began, seconds=seconds, rows=None,
        failure=kind_of(error) if error else "",
    )  # fmt: skip


def _failed(futures: Sequence[Future[Any]], error: BaseException) -> BaseException:
    for future in futures:
        if not future.done():
            future.set_exception(error)
    return error


def nothing_mapped(examination: Examination) -> CannotVerify:
    missing = kind_of_fact(examination.check).missing(examination.obligation)
    return CannotVerify("the target maps nothing that this promise is about", remedy=f"map {missing} in the target")


def _jobs(examinations: Iterable[Examination], audit: Audit) -> list[Job]:
    wanted: dict[int, list[tuple[Obligation, Subject]]] = defaultdict(list)
    kinds: dict[int, FactKind] = {}
    for one in examinations:
        if one.subject is not NOTHING_MAPPED:
            kind = kind_of_fact(one.check)
            kinds[id(kind)] = kind
            wanted[id(kind)].append((one.obligation, one.subject))
    return [job for key, asked in wanted.items() for job in kinds[key].jobs(asked, audit)]
