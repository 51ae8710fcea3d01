"""Holds mutants that no scenario notices against the tests that run their lines.

Which test runs which line is measured once, by coverage.py; a mutant meets its tests in a process of pytest's own.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proving.code import mutated
from proving.code.mutant import CHECKS, RECORDS, ROOT, Mutant
from proving.code.remembered import FOLDER, Verdict, of_test, remember, verdicts

FOLDERS = ("tests/records", "tests/audit", "tests/connectors/sql", "tests/contracts")
"""The tests that are asked; others reach the code that judges through whole audits alone."""
CONTEXTS = FOLDER / "contexts.json"
WHOLE_SUITE = 3600.0
_KEPT, _COLLECTS_NOTHING = 0, 5
_PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no")
_MEASURE = (sys.executable, "-m", "coverage")
_SETTINGS = "[run]\ndynamic_context = test_function\nsource =\n    {records}\n    {checks}\n"

Contexts = Mapping[str, Mapping[int, Sequence[str]]]
"""By file relative to the project and line: the tests that run it, `tests/records/test_scan.py::test_one`."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the tests say of a mutant: the one that noticed it, "" where none did, and those that were run."""

    noticed_by: str
    tests: Sequence[str]
    is_cut_off: bool = False


def contexts(*, folders: Sequence[str] = FOLDERS) -> Contexts:
    """Measured where nothing is remembered; `RuntimeError` where a test fails as long as nothing is changed."""
    if not CONTEXTS.exists():
        CONTEXTS.parent.mkdir(exist_ok=True)
        CONTEXTS.write_text(json.dumps(_measured(folders)), encoding="utf-8")
    told = json.loads(CONTEXTS.read_text(encoding="utf-8"))
    return {file: {int(line): tests for line, tests in lines.items()} for file, lines in told.items()}


def _measured(folders: Sequence[str]) -> Contexts:
    from coverage import CoverageData

    with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
        settings, data = Path(folder) / "coveragerc", Path(folder) / "data"
        settings.write_text(_SETTINGS.format(records=RECORDS, checks=CHECKS), encoding="utf-8")
        command = [*_MEASURE, "run", f"--rcfile={settings}", f"--data-file={data}", "-m", *_PYTEST[2:], *folders]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=WHOLE_SUITE)  # noqa: S603 - ours
        if done.returncode:
            raise RuntimeError(f"the tests exit {done.returncode} although nothing is changed")
        measured = CoverageData(str(data))
        measured.read()
        return {
            str(Path(file).relative_to(ROOT)): {
                line: sorted(filter(None, map(_node, names)))
                for line, names in measured.contexts_by_lineno(file).items()
            }
            for file in measured.measured_files()
        }


def _node(context: str) -> str:
    """`tests.records.test_scan.test_one` as pytest names it, "" for what no test runs."""
    module, _, test = context.rpartition(".")
    path = f"{module.replace('.', '/')}.py"
    return f"{path}::{test}" if test.startswith("test_") and (ROOT / path).exists() else ""


def running(mutant: Mutant, known: Contexts) -> list[str]:
    """The tests that run the mutant's lines; of one that runs on import, those that run its file: nearest first."""
    lines = known.get(mutant.path, {})
    wanted = lines.keys() if not mutant.function else mutant.lines
    tests = {test for line in wanted for test in lines.get(line, ())}
    topic = Path(mutant.path).parent.name
    return sorted(tests, key=lambda test: (f"/{topic}/" not in test, test))


def ask(mutant: Mutant, tests: Sequence[str], *, seconds: float) -> Asked:
    """Run these tests with the mutant in place, until one fails or so many seconds are over: then nobody knows."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
        file = Path(folder) / "mutant"
        file.write_text(f"{mutant.file}\n{mutant.source}", encoding="utf-8")
        environment = {**os.environ, mutated.VARIABLE: str(file), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [*_PYTEST, "-p", "proving.code.mutated", "-rf", *tests]
        return _asked(command, environment, tests, seconds)


def _asked(command: Sequence[str], environment: Mapping[str, str], tests: Sequence[str], seconds: float) -> Asked:
    running = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGINT)
        running.communicate()
        return Asked(noticed_by="", tests=(), is_cut_off=True)
    if running.returncode == _KEPT:
        return Asked(noticed_by="", tests=tests)
    failed = [line.split()[1] for line in said.splitlines() if line.startswith("FAILED ")]
    return Asked(noticed_by=failed[0].partition("[")[0] if failed else "import", tests=tests)


@cache
def is_sound(tests: tuple[str, ...], seconds: float) -> bool:
    """Whether these tests pass as long as nothing is changed: else they notice nothing."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    told = _asked([*_PYTEST, "-rf", *tests], environment, tests, seconds)
    return not told.noticed_by and not told.is_cut_off


def hold(mutants: Iterable[Mutant], *, seconds: float, jobs: int, told: Callable[[Mutant, str], object]) -> None:
    """Ask the tests about each of these mutants that is remembered as one that no scenario notices."""
    known, remembered = contexts(), verdicts()
    chosen = [one for one in mutants if one.digest in remembered and not remembered[one.digest].noticed_by]

    def held(one: Mutant) -> None:
        tests = running(one, known)
        left = [test for test in tests if of_test(test) not in remembered[one.digest].passed]
        said = ask(one, left, seconds=seconds) if left else Asked(noticed_by="", tests=())
        noticed = said.noticed_by
        if noticed and not is_sound((noticed,) if noticed != "import" else tuple(left), seconds):
            noticed = ""
        elif said.tests or said.is_cut_off:
            passed = remembered[one.digest].passed | (set() if noticed else {of_test(test) for test in said.tests})
            by = noticed if noticed in {"", "import"} else of_test(noticed)
            remember(one, Verdict(noticed_by=by, passed=frozenset(passed)))
        told(one, noticed)

    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(held, chosen):
            pass
