"""The order in which mutants are tried."""

from proving.code.mutant import ROOT, Mutant
from proving.code.turns import in_turn


def _mutant(path: str, change: str) -> Mutant:
    return Mutant(file=ROOT / path, change=change, source="", statement="", lines=range(1), function="")


def test_each_file_has_its_turn_before_any_has_its_second() -> None:
    mutants = [
        _mutant(file, change) for file, changes in (("a", "12345"), ("b", "12"), ("c", "1")) for change in changes
    ]
    ordered = in_turn(mutants)
    assert [one.path for one in ordered] == ["a", "b", "c", "a", "b", "a", "a", "a"]
    assert {one.name for one in ordered} == {one.name for one in mutants}
    assert ordered == in_turn(mutants)
