from pathlib import Path
from typing import Any

import pytest

from clausecheck.documents import checked, conformed, did_you_mean, is_secret, load_schemas, nearest, problems
from clausecheck.documents.reading import read_text
from clausecheck.errors import InputError

OBLIGATIONS: dict[str, Any] = {
    "$id": "https://example.org/schema/obligations.schema.json",
    "$defs": {
        "retention": {
            "properties": {
                "kind": {"const": "retention"},
                "period": {"type": "string", "format": "duration"},
                "category": {"type": "string"},
            },
            "required": ["kind", "period"],
            "additionalProperties": False,
        },
        "mfa": {"properties": {"kind": {"const": "mfa"}}, "required": ["kind"], "additionalProperties": False},
    },
    "type": "object",
    "oneOf": [{"$ref": "#/$defs/retention"}, {"$ref": "#/$defs/mfa"}],
}
SECTION: dict[str, Any] = {
    "$id": "https://example.org/schema/section.schema.json",
    "type": "object",
    "required": ["id", "clauses"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": r"^\d+$", "description": "A section's number."},
        "days": {"type": "integer", "minimum": 1},
        "on": {"type": "boolean"},
        "since": {"type": "string", "format": "date"},
        "password": {"enum": ["x"]},
        "severity": {"enum": ["critical", "high", "low"]},
        "tags": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "clauses": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/clause"},
        },
    },
    "$defs": {
        "clause": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "obligations": {"type": "array", "items": {"$ref": "obligations.schema.json"}},
            },
            "additionalProperties": False,
        }
    },
}
SCHEMAS = {"obligations.schema.json": OBLIGATIONS, "section.schema.json": SECTION}


def said(text: str, schema: dict[str, Any] = SECTION) -> list[str]:
    return [str(problem) for problem in problems(read_text(text, "f.yaml"), schema, SCHEMAS)]


def test_a_good_document_has_no_problem() -> None:
    text = "id: '6'\nclauses:\n  - id: 6.a\n    obligations: [{kind: retention, period: P5Y}, {kind: mfa}]\n"
    assert said(text) == []


def test_a_plain_number_is_text_where_the_schema_wants_text() -> None:
    document = read_text("id: 6\ndays: 7\ntags: [1, b]\nclauses: [{id: 9}]\n", "f")
    assert problems(document, SECTION, SCHEMAS) == []
    assert conformed(document, SECTION, SCHEMAS).data == {
        "id": "6", "days": 7, "tags": ["1", "b"], "clauses": [{"id": "9"}],
    }  # fmt: skip


def test_unknown_keys_name_the_nearest_one_and_every_error_is_told() -> None:
    assert said("id: six\nclauzes: []\ndays: 0\nclauses:\n  - {id: a, obligatons: []}\n") == [
        "f.yaml:1:5: id: 'six' does not fit here; wanted: a section's number",
        "f.yaml:2:1: clauzes: unknown key 'clauzes'; known: on, since, password, severity, tags",
        "f.yaml:3:7: days: 0 stands where at least 1 is wanted",
        "f.yaml:5:13: clauses[0].obligatons: unknown key 'obligatons'; did you mean 'obligations'?",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("severity: hihg", "'hihg' is not known here; did you mean 'high'?"),
        ("severity: 7", "7 is not known here; known: critical, high, low"),
        ("on: yes", "'yes' stands where true or false is wanted (unquoted and in lower case)"),
        ("days: 1e3", "'1e3' stands where a whole number is wanted"),
        ("since: 2024-02-30", "'2024-02-30' is not a date such as 2024-03-15"),
        ("since: 20240315", "'20240315' is not a date such as 2024-03-15"),
        ("since: true", "true stands where text is wanted (quote it)"),
        ("tags: {a: 1}", "a mapping stands where text or a list is wanted"),
        ("tags: [true]", "true stands where text is wanted (quote it)"),
        ("password: hunter2", "the value (not repeated here) is not known here"),
    ],
)
def test_each_rule_has_its_sentence(line: str, message: str) -> None:
    (found,) = said(f"id: 6\nclauses: [{{id: 6}}]\n{line}\n")
    assert found.startswith("f.yaml:3:")
    assert message in found


def test_a_secret_is_never_repeated() -> None:
    assert "hunter2" not in "".join(said("id: 6\nclauses: [{id: 6}]\npassword: hunter2\n"))
    assert "hunter2" not in "".join(said("id: 'sql://me:hunter2@db'\nclauses: [{id: 6}]\n"))


def test_alternatives_speak_of_the_one_that_was_meant() -> None:
    obligation = "id: 6\nclauses:\n  - id: 6.a\n    obligations:\n      - {kind: %s}\n"
    assert said(obligation % "retention, perod: P5Y") == [
        "f.yaml:5:9: clauses[0].obligations[0]: lacks the key 'period'",
        "f.yaml:5:27: clauses[0].obligations[0].perod: unknown key 'perod'; did you mean 'period'?",
    ]
    assert said(obligation % "retentoin") == [
        "f.yaml:5:16: clauses[0].obligations[0].kind: 'retentoin' is not known here; did you mean 'retention'?"
    ]
    (period,) = said(obligation % "retention, period: 5 yeers")
    assert "clauses[0].obligations[0].period: '5 yeers' is no ISO 8601 period" in period


def test_checked_reads_checks_and_conforms(tmp_path: Path) -> None:
    file = tmp_path / "six.yaml"
    file.write_text("id: 6\nclauses: [{id: 6}]\n")
    assert checked(file, SECTION, SCHEMAS).data["id"] == "6"
    file.write_text("id: 6\n")
    with pytest.raises(InputError, match="lacks the key 'clauses'"):
        checked(file, SECTION, SCHEMAS)


def test_schemas_are_loaded_by_file_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no JSON Schema"):
        load_schemas(tmp_path / "none")
    (tmp_path / "a.schema.json").write_text('{"type": "object"}')
    assert load_schemas(tmp_path) == {"a.schema.json": {"type": "object"}}
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "b.json").write_text('{"type":\n oops}')
    with pytest.raises(InputError, match=r"b\.json:2:2: is not JSON"):
        load_schemas(broken)


def test_words() -> None:
    assert nearest("retentoin", ["mfa", "retention"]) == "retention"
    assert nearest("zzz", ["mfa", "retention"]) == ""
    assert did_you_mean("zzz", []) == ""
    assert is_secret(("systems", "crm", "url"))
    assert is_secret(("systems", "staff", "bind_password"))
    assert not is_secret(("systems", "crm", "kind"), "sql")
