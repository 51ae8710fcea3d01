import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.documents import Document, read
from clausecheck.documents.reading import LARGEST, read_text
from clausecheck.documents.scalars import plain
from clausecheck.errors import InputError, Problem


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_text(text, "some.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "yes", "on", "Off", "True", "FALSE", "Null", "1.10", "4.1", "4.1.c", "1e3", "0x1f", "0o17", "007",
     "+6", "-0", "1_000", ".5", ".inf", "2024-03-15", "12:30:00", "2024-03-15T12:00:00Z", "=", "12345678901234567890"],
)  # fmt: skip
def test_what_yaml_would_convert_stays_as_written(written: str) -> None:
    assert read_text(f"value: {written}\nlist: [{written}]\n", "f").data == {"value": written, "list": [written]}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("6", 6), ("0", 0), ("-12", -12),
     ("'6'", "6"), ('"true"', "true"), ("''", ""), ("!", None)],
)  # fmt: skip
def test_few_plain_words_mean_something(written: str, value: object) -> None:
    if written == "!":
        assert "tags" in refused("value: ! 6\n")[0].message
        return
    found = read_text(f"value: {written}\n", "f").data["value"]
    assert (found, type(found)) == (value, type(value))


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_an_integer_keeps_its_text(number: int) -> None:
    assert plain(str(number)) == number
    assert str(plain(str(number))) == str(number)


@given(st.text(alphabet="0123456789.-+eExXoO_:aN ~tT", max_size=12))
def test_a_scalar_is_itself_or_its_text_round_trips(text: str) -> None:
    value = plain(text)
    written = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    assert value is None or written == text


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"))


@given(st.dictionaries(st.text("abcß-_ ", min_size=1), PRINTABLE, max_size=5))
def test_quoted_text_is_never_interpreted(entries: dict[str, str]) -> None:
    assert read_text(json.dumps(entries, ensure_ascii=False), "f").data == entries


def test_keys_are_text() -> None:
    assert read_text("6: a\n4.1: b\ntrue: c\nNO: d\n~: e\n", "f").data == {
        "6": "a", "4.1": "b", "true": "c", "NO": "d", "~": "e",
    }  # fmt: skip


def test_both_places_of_a_duplicate_key_are_named() -> None:
    (problem,) = refused("a: 1\nb:\n  - {x: 1, x: 2}\n")
    assert (problem.line, problem.column, problem.key) == (3, 12, "b[0].x")
    assert "line 3, column 6" in problem.message


def test_every_problem_of_a_file_is_told_at_once() -> None:
    problems = refused("a: &one 1\nb: *one\nc: !!str 6\n<<: {d: 1}\na: 2\n? [x]\n: 1\n")
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5, 6]
    assert [problem.file for problem in problems] == ["some.yaml"] * 6


def test_a_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "alias" in " ".join(problem.message for problem in refused("\n".join(lines)))


def test_deep_nesting_is_refused_and_reading_ends() -> None:
    (problem,) = refused("a: " + "[" * 5000 + "]" * 5000)
    assert "deeper" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- a\n- b\n", 1, "a list"),
        ("just words\n", 1, "'just words'"),
        ("", 1, "empty"),
        ("# a comment\n", 1, "empty"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a:\n\tb: 1\n", 2, "a tab"),
        ("a: [1\n", 2, "flow sequence"),
        ("a: b: c\n", 1, "not YAML"),
        ("a: 'x\n", 2, "quoted scalar"),
    ],
)
def test_what_is_no_mapping_is_refused_with_its_place(text: str, line: int, says: str) -> None:
    (problem,) = refused(text)
    assert problem.line == line
    assert problem.column > 0
    assert says in problem.message


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [(b"a: 1\nb: \xff\n", (2, 4), "UTF-8"), ("a: é\x00\n".encode(), (1, 5), "U+0000")],
)
def test_bytes_that_are_no_text_have_a_place(tmp_path: Path, content: bytes, place: tuple[int, int], says: str) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(file)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert says in problem.message


def test_files_that_cannot_be_read_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path)
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(InputError, match="larger than 8 MB"):
        read(big)


def test_a_byte_order_mark_and_windows_line_ends_are_no_data(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: two\r\n")
    assert read(file).data == {"a": 1, "b": "two"}


def test_places_count_from_one() -> None:
    document = read_text("top: 1\nclauses:\n  - id: 6.a\n    obligations:\n      - {kind: retention}\n", "f")
    assert isinstance(document, Document)
    assert document.place("clauses", 0, "obligations", 0, "kind") == (5, 10)
    assert document.values["clauses", 0, "obligations", 0, "kind"] == (5, 16)
    assert document.line("clauses", 0) == 3
    assert document.place("clauses", 0, "missing", "deeper") == (3, 5)
    assert document.place() == (1, 1)
