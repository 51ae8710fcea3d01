"""A plugin of pytest's that holds many mutants against tests that were collected once.

The servers that they use are started once as well. Each mutant meets its tests in a forked child, which puts its code
in the place of what is loaded already.
"""

import gc
import os
import select
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import pytest

from fixtures.worlds import servers
from proving.code.importing import import_everything
from proving.code.mutant import CHECKS, RECORDS, Mutant
from proving.code.swapping import Functions, is_loaded, loaded, put_in, rebind

USED = ("postgresql", "mariadb")
"""The servers in which most of these tests build their tables."""
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
IMPORT = "import"
"""What notices a mutant that cannot even be imported."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the tests say of a mutant: the one that noticed it, "" where none did, and those that it got through.

    `is_cut_off` where its seconds were over before all had been run, or its process was ended from outside.
    """

    noticed_by: str
    passed: Sequence[str]
    is_cut_off: bool = False


class Asker:
    """Asks tests, named without their parameters, about mutants, each in a child of its own."""

    def __init__(self, session: pytest.Session, failed: list[str]) -> None:
        import_everything()
        for name in USED:
            try:
                servers.at_hand(name)
            except servers.Missing:
                continue  # its tests are skipped
        gc.unfreeze()  # what the tests keep out of the collector's sight is what is looked for
        self._functions: Functions = loaded((RECORDS, CHECKS))
        gc.freeze()
        self._items: Mapping[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            self._items[item.nodeid.partition("[")[0]].append(item)
        self._failed = failed

    def rebinds(self, mutant: Mutant) -> bool:
        """Whether its module has to run anew, as it changes what runs on import."""
        return not is_loaded(mutant, self._functions)

    def asked(self, mutant: Mutant, tests: Sequence[str], *, seconds: float) -> Asked:
        """Run these tests with the mutant in place, for so many seconds at most."""
        reads, writes = os.pipe()
        child = os.fork()
        if not child:
            os.close(reads)
            os.setsid()
            os._exit(self._run(mutant, tests, writes))
        os.close(writes)
        said, is_over = _read(reads, time.monotonic() + seconds)
        os.close(reads)
        if not is_over:
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        is_cut_off = not is_over or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in _FROM_OUTSIDE)
        words = [line.partition(" ") for line in said.splitlines()]
        passed = [name for word, _, name in words if word == "passed"]
        begun = [name for word, _, name in words if word == "begun"]
        is_through = bool(words) and words[-1][0] == "over"
        noticed = "" if is_through or is_cut_off else begun[-1] if begun else IMPORT
        return Asked(noticed_by=noticed, passed=passed, is_cut_off=is_cut_off)

    def _run(self, mutant: Mutant, tests: Sequence[str], pipe: int) -> int:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            if self.rebinds(mutant):
                rebind(mutant)
            else:
                put_in(mutant, self._functions)
                _forget_results()
            for test, items in self._in_turn(tests):
                os.write(pipe, f"begun {test}\n".encode())
                for item, following in items:
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if self._failed:
                        return 1
                os.write(pipe, f"passed {test}\n".encode())
            os.write(pipe, b"over\n")
        except BaseException:  # whatever it raises, without "over" it was noticed
            return 1
        return 0

    def _in_turn(self, tests: Sequence[str]) -> Iterator[tuple[str, Sequence[tuple[pytest.Item, pytest.Item | None]]]]:
        """Each test's items, each with the one that is run behind it, as pytest does it."""
        each = [(test, item) for test in tests for item in self._items[test]]
        following = [*(item for _, item in each[1:]), *(self._elsewhere(item) for _, item in each[-1:])]
        for test, group in groupby(zip(each, following, strict=True), key=lambda one: one[0][0]):
            yield test, [(item, after) for (_, item), after in group]

    def _elsewhere(self, item: pytest.Item) -> pytest.Item | None:
        """A test of another folder: what was set up for this one's module goes, what is the session's stays."""
        others = (items[0] for items in self._items.values() if items)
        return next((one for one in others if one.path.parent != item.path.parent), None)


def _forget_results() -> None:
    """What functions have remembered of their results while the tests were collected is the unchanged code's."""
    gc.unfreeze()
    for one in gc.get_objects():
        if isinstance(one, _REMEMBERS) and str(one.__module__).startswith("clausecheck.records"):
            one.cache_clear()
    gc.freeze()


_REMEMBERS = type(cache(dict))


@dataclass(kw_only=True, eq=False)
class Forking:
    """The plugin: instead of running what was collected, it gives `ask` an asker."""

    ask: Callable[[Asker], object]
    _failed: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails, in the child in which it does."""
        if report.failed:
            self._failed.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """One temporary folder serves all children, so it is made before the first."""
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001
        self.ask(Asker(session, self._failed))
        return True


def _read(pipe: int, until: float) -> tuple[str, bool]:
    """What the child says, and whether it ended in time."""
    said = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], max(until - time.monotonic(), 0))
        if not ready:
            return said.decode(), False
        part = os.read(pipe, 65536)
        if not part:
            return said.decode(), True
        said += part
