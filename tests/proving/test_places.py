"""Where a mutant's change lies, and which changes nobody has to notice."""

import pytest

from proving.code.places import Source, is_left_out, place

FLAG = "flag that is neither 1 nor 0"
ONE = "return records_of(rows, scanned, 0), scanned.tallies[0]"
TEXT = """
from dataclasses import dataclass

LIMIT = 5
FIRST, SECOND = 1, 2
MONTHS = 10, 12


@dataclass(frozen=True)
class Row:
    length: int = 3

    def is_long(self, than: int = 4) -> bool:
        if (
            self.length > than
        ):
            return True
        def inner():
            return 7
        flag = case((self.length > 1, 1), else_=0)
        number = func.count(case((flag, 6)))
        pairs = zip((), (), strict=True)
        return String(255)


def one_class(rows, classes):
    scanned = scan(rows, [classes])
    return records_of(rows, scanned, 0), scanned.tallies[0]


def many(rows, classes):
    return records_of(rows, scan(rows, classes), 0)
"""


def found(before: str, after: str) -> tuple[str, str, list[str], str]:
    source = Source(TEXT)
    changed = TEXT.replace(before, after, 1)
    start = source.changed(changed)
    path = source.path_to(start)
    where = place(path)
    lines = TEXT.splitlines()[where.lines.start - 1 : where.lines.stop - 1]
    return where.function, where.name, [line.strip() for line in lines], is_left_out(path, changed[start:])


@pytest.mark.parametrize(
    ("before", "after", "function", "name", "first", "rule"),
    [
        ("5", " 6", "", "module", "LIMIT = 5", ""),
        ("1, 2", "1, 3", "", "module", "FIRST, SECOND = 1, 2", "number of a state"),
        ("1, 2", "2, 2", "", "module", "FIRST, SECOND = 1, 2", ""),
        ("10, 12", "10, 13", "", "module", "MONTHS = 10, 12", ""),
        ("length: int = 3", "length: int =  4", "", "Row", "length: int = 3", ""),
        ("than: int = 4", "than: int =  5", "", "Row.is_long", "def is_long(self, than: int = 4) -> bool:", ""),
        ("self.length >", "self.length >=", "Row.is_long", "Row.is_long", "if (", ""),
        ("True\n", "False\n", "Row.is_long", "Row.is_long", "return True", ""),
        ("7", " 8", "Row.is_long", "Row.is_long.inner", "return 7", ""),
        ("255", " 256", "Row.is_long", "Row.is_long", "return String(255)", "length of a text"),
        ("frozen=True", "frozen=False", "", "Row", "class Row:", "option that spares time or mistakes"),
        ("1), else", " 2), else", "Row.is_long", "Row.is_long", "flag = case((self.length > 1, 1), else_=0)", FLAG),
        ("1), else", " 0), else", "Row.is_long", "Row.is_long", "flag = case((self.length > 1, 1), else_=0)", ""),
        ("> 1, 1", ">  2, 1", "Row.is_long", "Row.is_long", "flag = case((self.length > 1, 1), else_=0)", ""),
        ("else_=0", "else_= -1", "Row.is_long", "Row.is_long", "flag = case((self.length > 1, 1), else_=0)", FLAG),
        ("6)", " 7)", "Row.is_long", "Row.is_long", "number = func.count(case((flag, 6)))", "what COUNT counts"),
        (
            "strict=True",
            "strict=False",
            "Row.is_long",
            "Row.is_long",
            "pairs = zip((), (), strict=True)",
            "option that spares time or mistakes",
        ),
        ("scanned, 0", "scanned, -1", "one_class", "one_class", ONE, "the last of one"),
        ("tallies[0", "tallies[ -1", "one_class", "one_class", ONE, "the last of one"),
        ("scanned, 0", "scanned, 1", "one_class", "one_class", ONE, ""),
        ("classes), 0", "classes), -1", "many", "many", "return records_of(rows, scan(rows, classes), 0)", ""),
        ("-> bool", "-> None", "", "Row.is_long", "def is_long(self, than: int = 4) -> bool:", "annotation"),
    ],
)
def test_a_change_lies_in_the_function_whose_body_it_changes(
    before: str, after: str, function: str, name: str, first: str, rule: str
) -> None:
    assert found(before, after)[:2] == (function, name)
    assert found(before, after)[2][0] == first
    assert found(before, after)[3] == rule


def test_the_lines_of_a_condition_are_its_own_and_not_those_of_what_it_guards() -> None:
    assert found("self.length >", "self.length >=")[2] == ["if (", "self.length > than", "):"]
