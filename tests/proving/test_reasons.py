"""The reasons for what may slip through: which breach or mutant one is for, and which nothing needs."""

from fixtures.worlds.scenarios import SCENARIOS
from proving.code.explained import Explained, matches
from proving.code.mutant import ROOT, Mutant
from proving.harmless import Harmless


def test_a_star_stands_for_anything_and_a_bracket_for_itself() -> None:
    assert matches("first: NumberReplacer: rows[ -1]*", "first: NumberReplacer: rows[ -1].place")
    assert matches("first: *", "first: and_ to or: return or_(a, b)")
    assert not matches("first: NumberReplacer: rows[ -1]", "first: NumberReplacer: rows1")
    assert not matches("first", "first: AddNot: if not it:")


def test_a_reason_is_for_its_check_and_its_breach_and_is_refused_where_nothing_needs_it() -> None:
    told = Harmless({"one": {"past *.starts_at": "older is as good", "empty holds": "an answer"}, "two": {"*": "any"}})
    assert told.reason("one", "past contracts.starts_at") == "older is as good"
    assert not told.reason("one", "future contracts.starts_at")
    assert told.unused(["one"]) == ["one: empty holds"]
    assert told.unused(["one", "two"]) == ["one: empty holds", "two: *"]


def test_every_entry_of_the_file_is_of_a_check() -> None:
    assert set(Harmless.read().checks()) <= {folder.name for folder in SCENARIOS.iterdir()}


def _mutant(path: str, change: str) -> Mutant:
    return Mutant(file=ROOT / path, change=change, source="", statement="", lines=range(1), function="")


def test_a_mutant_is_equivalent_only_where_the_file_says_so_of_this_file_and_change() -> None:
    told = Explained(equivalent={"a.py": {"first: *": "never read"}}, survive={"a.py": {"second: *": "for people"}})
    assert told.is_equivalent(_mutant("a.py", "first: AddNot: if not it:"))
    assert not told.is_equivalent(_mutant("b.py", "first: AddNot: if not it:"))
    assert not told.is_equivalent(_mutant("a.py", "second: AddNot: if not it:"))
    assert told.reason(_mutant("a.py", "second: AddNot: if not it:")) == "for people"
    assert not told.reason(_mutant("a.py", "third: AddNot: if not it:"))


def test_an_explanation_that_no_mutant_of_its_file_needs_is_named() -> None:
    told = Explained(equivalent={"a.py": {"first: *": "never read"}}, survive={"b.py": {"second: *": "for people"}})
    assert told.unused([_mutant("a.py", "first: AddNot: x")]) == []
    assert told.unused([_mutant("a.py", "third: AddNot: x"), _mutant("b.py", "x")]) == [
        "a.py: first: *",
        "b.py: second: *",
    ]


def test_every_explained_mutant_is_of_a_file_that_there_is() -> None:
    told = Explained.read()
    assert all((ROOT / file).is_file() for file in [*told.equivalent, *told.survive])
