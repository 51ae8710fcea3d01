"""Runs scenarios against one mutant in a forked process, until one of them comes out otherwise than its file says."""

import os
import resource
import select
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from clausecheck.policy import Policy
from fixtures.worlds.scenarios import Scenario

PATIENCE = 10.0
"""How many times longer than the unchanged code a scenario may compute, at least `LEAST` seconds."""
LEAST = 8.0
STUCK = 900.0
"""Seconds after which a process that tells nothing is ended. It may wait for ever, or for a processor that others use:
what it is told about its mutant then is nothing.
"""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A scenario in a database that stands, and how many seconds the unchanged code computes over it."""

    scenario: Scenario
    sql: str
    target: Path
    seconds: float

    @property
    def name(self) -> str:
        return f"{self.scenario.name}@{self.sql}"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of a mutant: the trial that noticed it ("import" where it cannot even be imported), else ""; and
    those that it got through. `is_cut_off` where the process was ended from outside, so that nobody knows.
    """

    noticed_by: str
    passed: Sequence[str]
    is_cut_off: bool = False


def run(swap: Callable[[], object], trials: Sequence[Trial], policy: Policy, *, seconds: float) -> Told:
    """Run these trials in a child after `swap`, for at most so many seconds of computing.

    One that crashes, or computes for ever, was noticed. One that was killed was not: a machine that is busy with
    something else must not look like a scenario that turned red.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        os._exit(_tried(swap, trials, policy, seconds, writes))
    os.close(writes)
    told = _read(reads, child)
    os.close(reads)
    _, status = os.waitpid(child, 0)
    words = [line.partition(" ") for line in told.splitlines()]
    passed = [name for word, _, name in words if word == "passed"]
    begun = [name for word, _, name in words if word == "begun"]
    is_over = bool(words) and words[-1][0] == "over"
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Told(noticed_by="", passed=passed, is_cut_off=True)
    return Told(noticed_by="" if is_over else begun[-1] if begun else "import", passed=passed)


def _read(pipe: int, child: int) -> str:
    told, until = b"", time.monotonic() + STUCK
    while True:
        ready, _, _ = select.select([pipe], [], [], max(until - time.monotonic(), 0))
        if not ready:
            os.kill(child, signal.SIGKILL)
            return told.decode()
        part = os.read(pipe, 65536)
        if not part:
            return told.decode()
        told, until = told + part, time.monotonic() + STUCK


def _tried(swap: Callable[[], object], trials: Sequence[Trial], policy: Policy, seconds: float, pipe: int) -> int:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        swap()
        trying = import_module("fixtures.worlds.trying")
        for trial in trials:
            if time.process_time() > seconds:
                break
            _bound(trial)
            _say(pipe, f"begun {trial.name}")
            beside = trying.lists_whoever_it_counts
            if trying.deviation(
                trial.scenario.expect, trying.found(trial.scenario, trial.target, policy, beside=beside)
            ):
                return 1
            _say(pipe, f"passed {trial.name}")
        _say(pipe, "over")
    except BaseException:  # whatever it raises, somebody would see it: without "over" it was noticed
        return 1
    return 0


def _say(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def _bound(trial: Trial) -> None:
    """The process ends where this trial computes far longer than it should."""
    used = time.process_time()
    limit = int(used + max(LEAST, PATIENCE * trial.seconds)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
