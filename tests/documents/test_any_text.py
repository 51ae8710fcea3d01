from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.documents import Document, load_schemas, problems
from clausecheck.documents.reading import read_text
from clausecheck.errors import InputError, Problem

SCHEMAS = load_schemas(Path(__file__).parents[2] / "policy" / "schema")
PIECES = st.sampled_from(
    ["a", "b", ": ", ":", "- ", "\n", "\n  ", "{", "}", "[", "]", ", ", "&x ", "*x", "!t ", "<<", "?", "'", '"', "#",
     "|", "\t", "---\n", "6", "~", "...\n", "%", "\x85"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "clauses", "x"]), inner),
    max_leaves=8,
)


def read_or_refused(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    try:
        data: dict[str, Any] = read_text(text, "f.yaml").data
    except InputError as error:
        return error.problems
    return data


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    found = read_or_refused(text)
    assert isinstance(found, dict) or (found and all(problem.line and problem.message for problem in found))


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["section", "clauses", "other"]), VALUES))
def test_any_data_is_checked_without_a_fault(data: dict[str, Any]) -> None:
    document = Document(file="f.yaml", data=data)
    found = problems(document, SCHEMAS["section.schema.json"], SCHEMAS)
    assert found
    assert all(problem.message and problem.line for problem in found)
