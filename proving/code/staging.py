"""A process that builds the worlds of scenarios, each once, and keeps them standing for every mutant.

It is one of its own because a forked child must not inherit what worlds open: servers, threads, DuckDB's own pools.
"""

import json
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from clausecheck.policy import Policy
from fixtures.worlds.scenarios import Scenario, staged
from fixtures.worlds.servers import Missing
from fixtures.worlds.trying import found
from proving.code.mutant import CHECKS, RECORDS
from proving.code.watching import Lines, watched


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A scenario's world in one database: the target file that describes it. `missing` says why it does not stand.

    `lines` are those that an audit of it went through, where that was asked for; `seconds` what it took of the CPU.
    """

    target: Path
    missing: str = ""
    lines: Lines = field(default_factory=dict)
    seconds: float = 0.0


PATIENT = 900
"""Seconds that a statement or call may take where the scenario does not say: a busy machine is no mutant noticed."""


class Stage:
    """The process that builds. `close` it: until then its worlds stand."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        ours, theirs = Pipe()
        self._child = os.fork()
        if not self._child:
            ours.close()
            os._exit(_serve(theirs, folder, policy))
        theirs.close()
        self._pipe = ours

    def built(self, one: Scenario, *, sql: str, watch: bool = False) -> Staged:
        """Build this scenario's world in this database, and audit it once where its lines are to be watched."""
        self._pipe.send((one, sql, watch))
        told: Staged = self._pipe.recv()
        return told

    def close(self) -> None:
        self._pipe.close()
        os.waitpid(self._child, 0)


def stands_alone(one: Scenario) -> bool:
    """Whether its world falls as soon as the next such one is built: those with servers of their own, which are many,
    and AWS, where the names of buckets are everybody's.
    """
    return not set(one.world) <= {"sql", "files"}


def _serve(pipe: Connection, folder: Path, policy: Policy) -> int:
    with ExitStack() as standing, ExitStack() as alone:
        for number in count():
            try:
                one, sql, watch = pipe.recv()
            except EOFError:
                break
            if stands_alone(one):
                alone.close()
            place = folder / str(number)
            place.mkdir()
            try:
                target = (alone if stands_alone(one) else standing).enter_context(staged(one, sql=sql, folder=place))
            except Missing as missing:
                pipe.send(Staged(target=place, missing=str(missing)))
            else:
                _be_patient(target)
                pipe.send(_audited(one, target, policy) if watch else Staged(target=target))
    return 0


def _be_patient(target: Path) -> None:
    told = json.loads(target.read_text(encoding="utf-8"))
    for system in told["systems"].values():
        system.setdefault("time_limit", PATIENT)
    target.write_text(json.dumps(told), encoding="utf-8")


def _audited(one: Scenario, target: Path, policy: Policy) -> Staged:
    began = time.process_time()
    with watched((RECORDS, CHECKS)) as lines:
        found(one, target, policy)
    return Staged(target=target, lines=lines, seconds=time.process_time() - began)
