"""What came of the mutants, kept in git: it comes back as it was, and what rests on another scenario does not."""

from pathlib import Path

import pytest

from fixtures.worlds.scenarios import all_scenarios
from proving.code import kept, remembered
from proving.code.remembered import Verdict, keep_in_git, stamped, verdicts

ONE, OTHER = (stamped(f"{one.name}@sqlite") for one in all_scenarios()[:2])
CHANGED = f"{ONE.partition('#')[0]}#000000000000"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", tmp_path / "tried.jsonl")
    monkeypatch.setattr(remembered, "_TRIED", tmp_path / "none.jsonl")


def test_it_comes_back_as_it_was_written() -> None:
    kept.write({"a": (ONE, frozenset()), "b": ("", frozenset({ONE, OTHER})), "c": ("import", frozenset())})
    assert verdicts() == {
        "a": Verdict(noticed_by=ONE, passed=frozenset()),
        "b": Verdict(noticed_by="", passed=frozenset({ONE, OTHER})),
        "c": Verdict(noticed_by="import", passed=frozenset()),
    }
    written = kept.KEPT.read_text()
    keep_in_git(["a", "b", "c", "never tried"])
    assert kept.KEPT.read_text() == written
    keep_in_git(["b"])
    assert set(verdicts()) == {"b"}


def test_what_a_changed_scenario_noticed_is_forgotten() -> None:
    kept.write({"a": (CHANGED, frozenset()), "b": ("", frozenset({OTHER, CHANGED}))})
    assert set(verdicts()) == {"b"}
    keep_in_git(["a", "b"])
    assert [line["passed"] for line in kept.lines()] == [[OTHER]]


def test_nothing_is_known_where_nothing_is_kept() -> None:
    assert list(kept.lines()) == []
    assert verdicts() == {}
