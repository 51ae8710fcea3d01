"""Holds mutants that no scenario notices against the tests that run their lines.

Which test runs which line is measured once, by coverage.py; a mutant meets its tests in a child of a pytest that has
collected them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from proving.code.forking import IMPORT, Asked, Asker, Forking
from proving.code.mutant import CHECKS, RECORDS, ROOT, Mutant
from proving.code.remembered import FOLDER, Verdict, digest_of, of_test, remember, verdicts

FOLDERS = ("tests/records", "tests/audit", "tests/connectors/sql", "tests/contracts")
"""The tests that are asked; others reach the code that judges through whole audits alone."""
CONTEXTS = FOLDER / "contexts.json"
WHOLE_SUITE = 3600.0
LONGEST = 1000
"""Lines of a file, at most."""
_QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no")
_PYTEST = (sys.executable, "-m", "pytest", *_QUIETLY)
_MEASURE = (sys.executable, "-m", "coverage")
_SETTINGS = "[run]\ndynamic_context = test_function\nsource =\n    {records}\n    {checks}\n"

Contexts = Mapping[str, Mapping[int, Sequence[str]]]
"""By file relative to the project and line: the tests that run it, `tests/records/test_scan.py::test_one`."""


def contexts(*, folders: Sequence[str] = FOLDERS) -> Contexts:
    """Measured where nothing is remembered; `RuntimeError` where a test fails as long as nothing is changed.

    Of a file that has changed since, the lines are no longer what they were: every test that ran it runs all of it.
    """
    if not CONTEXTS.exists():
        CONTEXTS.parent.mkdir(exist_ok=True)
        CONTEXTS.write_text(json.dumps(_measured(folders)), encoding="utf-8")
    told = json.loads(CONTEXTS.read_text(encoding="utf-8"))
    return {file: _lines(file, one["digest"], one["lines"]) for file, one in told.items()}


def _lines(file: str, digest: str, lines: Mapping[str, Sequence[str]]) -> Mapping[int, Sequence[str]]:
    if digest == digest_of(ROOT / file):
        return {int(line): tests for line, tests in lines.items()}
    everyone = sorted({test for tests in lines.values() for test in tests})
    return dict.fromkeys(range(1, LONGEST + 1), everyone)


def _measured(folders: Sequence[str]) -> Any:
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
                "digest": digest_of(Path(file)),
                "lines": {
                    line: sorted(filter(None, map(_node, names)))
                    for line, names in measured.contexts_by_lineno(file).items()
                },
            }
            for file in measured.measured_files()
        }


def _node(context: str) -> str:
    """`tests.records.test_scan.test_one` as pytest names it, "" for what no test runs."""
    module, _, test = context.rpartition(".")
    path = f"{module.replace('.', '/')}.py"
    return f"{path}::{test}" if test.startswith("test_") and (ROOT / path).exists() else ""


def running(mutant: Mutant, known: Contexts) -> list[str]:
    """The tests that run the mutant's lines; of one that runs on import, those that run its file: nearest first, and
    random worlds last.
    """
    lines = known.get(mutant.path, {})
    wanted = lines.keys() if not mutant.function else mutant.lines
    tests = {test for line in wanted for test in lines.get(line, ())}
    file = Path(mutant.path)
    near = (f"/test_{file.stem}", f"/test_{file.parent.name}", f"/{file.parent.name}/")
    ranks = {test: next((at for at, one in enumerate(near) if one in test), len(near)) for test in tests}
    return sorted(tests, key=lambda test: (ranks[test], "oracle" in test, test.count("/"), test))


def hold(mutants: Iterable[Mutant], *, seconds: float, jobs: int, told: Callable[[Mutant, str], object]) -> None:
    """Ask the tests about each of these mutants that is remembered as one that no scenario notices."""
    known, remembered = contexts(), verdicts()
    chosen = [one for one in mutants if one.digest in remembered and not remembered[one.digest].noticed_by]
    parts = [chosen[start::jobs] for start in range(min(jobs, len(chosen)))]
    children = [forked(Holding(part, known, remembered, seconds, told)) for part in parts]
    ended = [os.waitpid(child, 0)[1] for child in children]
    if any(ended):
        raise RuntimeError("a process that asked the tests ended before it had asked about every mutant")


def forked(holding: "Holding") -> int:
    """The process that collects the tests and asks them."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = int(pytest.main([*_QUIETLY, "-s", *FOLDERS], plugins=[Forking(ask=holding.ask)]))
        finally:
            sys.stdout.flush()
            os._exit(code)
    return child


@dataclass(frozen=True)
class Holding:
    """Some of the mutants that get through the scenarios, and what is known of them."""

    mutants: Sequence[Mutant]
    known: Contexts
    remembered: Mapping[str, Verdict]
    seconds: float
    told: Callable[[Mutant, str], object]
    noticed: Counter[str] = field(default_factory=Counter)
    """How many of them each test noticed: what noticed most is asked first."""
    sound: dict[tuple[str, ...], bool] = field(default_factory=dict)
    """Whether the last of these tests passes, in their order, with the code as it is put in place by the same means."""

    def ask(self, asker: Asker) -> None:
        """Ask about each, and remember what the tests say; one that fails as the code is notices nothing."""
        for one in self.mutants:
            passed = self.remembered[one.digest].passed
            left = [test for test in running(one, self.known) if of_test(test) not in passed]
            left.sort(key=lambda test: -self.noticed[test])
            said = self._said(one, left, asker) if left else Asked(noticed_by="", passed=())
            stamped = frozenset(passed.union(map(of_test, said.passed)))
            by = said.noticed_by
            self.noticed[by] += 1
            remember(one, Verdict(noticed_by=by if by in {"", IMPORT} else of_test(by), passed=stamped))
            self.told(one, by)

    def _said(self, one: Mutant, tests: Sequence[str], asker: Asker) -> Asked:
        said, left = Asked(noticed_by="", passed=()), list(tests)
        while left:
            now = asker.asked(one, left, seconds=self.seconds)
            said = Asked(noticed_by=now.noticed_by, passed=[*said.passed, *now.passed], is_cut_off=now.is_cut_off)
            is_test = now.noticed_by not in {"", IMPORT}
            if not is_test or self._is_sound([*now.passed, now.noticed_by], one, asker):
                return said
            left = [test for test in left if test not in {*said.passed, now.noticed_by}]
        return said

    def _is_sound(self, tests: Sequence[str], one: Mutant, asker: Asker) -> bool:
        key = (*tests, one.path if asker.rebinds(one) else "")
        if key not in self.sound:
            said = asker.asked(unchanged(one), tests, seconds=WHOLE_SUITE)
            self.sound[key] = list(said.passed) == list(tests)
        return self.sound[key]


def unchanged(mutant: Mutant) -> Mutant:
    """The code as it is, put in the same place by the same means."""
    return replace(mutant, source=mutant.file.read_text(encoding="utf-8"))
