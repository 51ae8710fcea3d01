"""Gathers what the selected examinations need: concurrently over systems, one after the other within one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from clausecheck.audit.all_facts import FactKind, kind_of_fact
from clausecheck.audit.clocks import clock_warning_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.planning import Examination
from clausecheck.audit.subjects import NOTHING_MAPPED, Subject
from clausecheck.errors import CannotVerify
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit

Told = Callable[[str], None]


class Gathering:
    """The facts of an audit, on their way. `fact` waits for those of one examination only."""

    def __init__(self, audit: Audit, *, done: Told = lambda _system: None) -> None:
        self._audit = audit
        self._done = done
        self._facts: dict[tuple[int, int], Future[Any]] = {}
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self.warnings: dict[str, str] = {}

    def start(self, examinations: Sequence[Examination]) -> int:
        """Plan the jobs and hand them to the threads, one a system; returns at once, with the number of jobs."""
        jobs = _jobs(examinations, self._audit)
        for job in jobs:
            futures: list[Future[Any]] = [Future() for _ in job.answers]
            for (obligation, subject), future in zip(job.answers, futures, strict=True):
                self._facts[id(obligation), id(subject)] = future
            pool = self._pools.setdefault(job.system, ThreadPoolExecutor(1, thread_name_prefix=f"read-{job.system}"))
            pool.submit(self._run, job, futures)
        return len(jobs)

    def _run(self, job: Job, futures: Sequence[Future[Any]]) -> None:
        try:
            facts = job.run()
            self._ask_clock(job.system)
            for future, fact in zip(futures, facts, strict=True):
                future.set_result(fact)
        except BaseException as error:
            for future in futures:
                if not future.done():
                    future.set_exception(error)
        finally:
            self._done(job.system)

    def _ask_clock(self, system: str) -> None:
        if system not in self.warnings:
            self.warnings[system] = clock_warning_of(self._audit.target.systems[system])

    def fact(self, examination: Examination) -> Any:
        """The fact that this examination's check asks for; raises what gathering it raised."""
        if examination.subject is NOTHING_MAPPED:
            raise nothing_mapped(examination)
        fact = self._facts[id(examination.obligation), id(examination.subject)].result()
        if isinstance(fact, CannotVerify):
            raise fact
        return fact

    def stop(self) -> None:
        """Drop what has not begun; what runs ends by its own time limit."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)


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
