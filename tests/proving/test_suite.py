"""What no scenario notices may be noticed by a test, which runs with the mutant in its file's place."""

from pathlib import Path

import pytest

from proving.code import suite
from proving.code.mutant import RECORDS, ROOT, Mutant
from proving.code.remembered import _is_current, of_test
from proving.code.suite import ask, is_sound, running

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


def test_the_test_that_notices_a_mutant_is_named_and_others_pass(broken: Mutant) -> None:
    assert ask(broken, [OTHERS, TESTS], seconds=120).noticed_by == TESTS
    passed = ask(broken, [OTHERS], seconds=120)
    assert (passed.noticed_by, passed.tests, passed.is_cut_off) == ("", [OTHERS], False)
    assert is_sound((TESTS,), 120)


def test_what_cannot_be_imported_is_noticed_and_what_takes_too_long_is_not_known(broken: Mutant) -> None:
    assert ask(mutant("raise ImportError"), [OTHERS], seconds=120).noticed_by == "import"
    late = ask(broken, [TESTS], seconds=0.2)
    assert (late.noticed_by, late.is_cut_off) == ("", True)


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
