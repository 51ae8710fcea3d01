"""The reasons for what may slip through: which breach or mutant one is for, and which nothing needs."""

from fixtures.worlds.scenarios import SCENARIOS
from proving.code.tables import matches
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
