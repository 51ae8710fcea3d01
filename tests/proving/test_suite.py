"""What no scenario notices may be noticed by a test, which runs with the mutant in its file's place."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from proving.code import remembered, suite
from proving.code.mutant import RECORDS, ROOT, Mutant
from proving.code.remembered import Verdict, _is_current, digest_of, of_test, verdicts
from proving.code.suite import Holding, running

FILE = RECORDS / "aside.py"
TESTS = "tests/records/test_aside.py::test_digests_are_found_whatever_stands_between_them"
OTHERS = "tests/records/test_aside.py::test_a_moment_stands_there_with_its_zone_or_without"
BROKEN = 'return json.dumps([])  # of _DIGEST.findall(str(written or "").lower())'


def mutant(source: str, *, function: str = "_digests", lines: range = range(1)) -> Mutant:
    return Mutant(file=FILE, change="change", source=source, statement="", lines=lines, function=function)


@pytest.fixture
def broken() -> Mutant:
    text = FILE.read_text(encoding="utf-8")
    line = 'return json.dumps(_DIGEST.findall(str(written or "").lower()))'
    assert line in text
    return mutant(text.replace(line, BROKEN))


def test_mutants_meet_tests_that_were_collected_once(
    broken: Mutant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each in a child of its own: what one does is no other's business, and what runs on import is imported anew."""
    harmless = mutant(FILE.read_text(encoding="utf-8"))
    unreadable = mutant("raise ImportError", function="")
    text = FILE.read_text(encoding="utf-8")
    pattern = mutant(text.replace("[0-9a-f]{64}", "[0-9]{64}"), function="")
    assert pattern.source != text
    monkeypatch.setattr(suite, "FOLDERS", ["tests/records/test_aside.py", "tests/contracts/test_terms.py"])
    monkeypatch.setattr(remembered, "FOLDER", tmp_path)
    monkeypatch.setattr(remembered, "_TRIED", tmp_path / "tried.jsonl")
    told, new = tmp_path / "told", Verdict(noticed_by="", passed=frozenset())
    mutants = [replace(broken, change="one"), replace(harmless, change="two"), replace(unreadable, change="three")]
    mutants += [replace(broken, change="four"), replace(pattern, change="five")]

    def tell(one: Mutant, by: str) -> None:
        with told.open("a") as file:
            file.write(f"{one.change}: {by}\n")

    holding = Holding(
        mutants=mutants,
        known={broken.path: {0: [OTHERS, TESTS]}},
        remembered={one.digest: new for one in mutants},
        seconds=120,
        told=tell,
    )
    _, status = os.waitpid(suite.forked(holding), 0)
    assert (status, told.read_text().splitlines()) == (
        0, [f"one: {TESTS}", "two: ", "three: import", f"four: {TESTS}", f"five: {TESTS}"]
    )  # fmt: skip
    assert verdicts()[mutants[0].digest] == Verdict(noticed_by=of_test(TESTS), passed=frozenset({of_test(OTHERS)}))
    assert verdicts()[mutants[1].digest].passed == {of_test(OTHERS), of_test(TESTS)}


def test_a_mutant_meets_the_tests_that_run_its_lines_its_own_topic_first() -> None:
    known = {"src/clausecheck/records/aside.py": {3: ["tests/a.py::test_a", "tests/records/x.py::test_b"], 9: ["c"]}}
    assert running(mutant("", lines=range(3, 4)), known) == ["tests/records/x.py::test_b", "tests/a.py::test_a"]
    assert running(mutant("", function=""), known) == ["tests/records/x.py::test_b", "c", "tests/a.py::test_a"]
    assert running(mutant("", lines=range(5, 7)), known) == []


def test_what_a_test_noticed_is_forgotten_once_its_file_changes() -> None:
    assert _is_current(of_test(TESTS))
    assert not _is_current(f"{TESTS}#{'0' * 12}")


def test_lines_are_told_by_the_tests_that_run_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "CONTEXTS", tmp_path / "contexts.json")
    known = suite.contexts(folders=[TESTS])
    source = (ROOT / "src/clausecheck/records/aside.py").read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, text in enumerate(source, start=1) if "_DIGEST.findall" in text)
    assert known["src/clausecheck/records/aside.py"][line] == [TESTS]


def test_of_a_file_that_has_changed_since_every_line_is_run_by_all_its_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = {"3": ["tests/a.py::test_a"], "9": ["tests/b.py::test_b"]}
    same, other = "src/clausecheck/records/aside.py", "src/clausecheck/records/scan.py"
    told = {same: {"digest": digest_of(ROOT / same), "lines": lines}, other: {"digest": "0" * 12, "lines": lines}}
    (tmp_path / "contexts.json").write_text(json.dumps(told))
    monkeypatch.setattr(suite, "CONTEXTS", tmp_path / "contexts.json")
    known = suite.contexts()
    assert known[same] == {3: ["tests/a.py::test_a"], 9: ["tests/b.py::test_b"]}
    assert known[other][5] == ["tests/a.py::test_a", "tests/b.py::test_b"]


@pytest.mark.parametrize("instead", ["while True: pass", "import os; os.kill(os.getpid(), 9)"])
def test_what_takes_too_long_or_is_ended_from_outside_is_not_known(
    broken: Mutant, instead: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suite, "FOLDERS", ["tests/records/test_aside.py", "tests/contracts/test_terms.py"])
    monkeypatch.setattr(remembered, "FOLDER", tmp_path)
    monkeypatch.setattr(remembered, "_TRIED", tmp_path / "tried.jsonl")
    endless = replace(broken, source=broken.source.replace("return json.dumps([])", instead))
    new = Verdict(noticed_by="", passed=frozenset())
    told = tmp_path / "told"

    def tell(one: Mutant, by: str) -> None:
        told.write_text(f"{one.change}: {by}")

    holding = Holding(
        mutants=[endless], known={broken.path: {0: [TESTS]}}, remembered={endless.digest: new}, seconds=2, told=tell
    )
    _, status = os.waitpid(suite.forked(holding), 0)
    assert (status, told.read_text()) == (0, "change: ")
    assert verdicts()[endless.digest] == new
