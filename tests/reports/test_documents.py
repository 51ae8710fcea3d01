import json

import pytest

from clausecheck.reports.documents import neutral, stable_uuid, within_project, written
from tests.reports.sample import CONTROLS


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("/home/me/co/policy/sections/06.yaml", "policy/sections/06.yaml"),
        ("/srv/policy/work/policy/waivers.yaml", "policy/waivers.yaml"),
        ("policy/waivers.yaml", "policy/waivers.yaml"),
        ("/var/world-1/attestations/attestations.yaml", "attestations.yaml"),
        ("policy/a b#c.yaml", "policy/a%20b%23c.yaml"),
        ("/", "/"),
        ("", ""),
    ],
)  # fmt: skip
def test_path_is_relative_and_tells_no_machine(file: str, uri: str) -> None:
    assert within_project(file) == uri


def test_uuid_depends_on_its_parts_alone() -> None:
    assert stable_uuid("a", "b") == stable_uuid("a", "b") != stable_uuid("ab")
    assert stable_uuid(CONTROLS)[14] == "5"


def test_neutral_shows_what_steers_and_leaves_out_what_is_empty() -> None:
    told = neutral({"a\u202e": ["x\x00", 0, False], "b": "", "c": None, "d": [], "e": {}, "f": 0, "g": False})
    assert told == {"a⟨U+202E⟩": ["x⟨U+0000⟩", 0, False], "f": 0, "g": False}


def test_document_is_json_with_an_entry_a_line() -> None:
    document = {"a": [{"b": 1}, {"b": 2}], "c": {}}
    text = written(document, depth=2)
    assert json.loads(text) == document
    assert '{"b": 1},\n{"b": 2}' in text
