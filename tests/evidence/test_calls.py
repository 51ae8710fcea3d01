"""Calls in their files: a statement once, times and rows, and nothing that stood between quotes."""

import json
import pickle
from datetime import UTC, datetime
from typing import Any

from clausecheck.evidence.calls import CALLS, STATEMENTS, Calls
from clausecheck.model import Call
from tests.evidence.conftest import door


def call(what: str, kind: str = "sql", **more: Any) -> Call:
    began = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return Call(system="crm", kind=kind, what=what, began=began, seconds=0.123456, **more)


def told(*heard: Call) -> list[tuple[str, Any]]:
    calls = Calls(door())
    for one in heard:
        calls(one)
    return list(calls.lines())


def test_a_statement_is_written_once_before_its_first_call() -> None:
    lines = told(call("SELECT a", rows=3), call("SELECT a", rows=0), call("SELECT b"))
    assert [name for name, _ in lines] == [STATEMENTS, CALLS, CALLS, STATEMENTS, CALLS]
    digest = lines[0][1]["statement"]
    assert lines[0][1]["text"] == "SELECT a"
    assert lines[1][1] == {
        "system": "crm", "kind": "sql", "what": digest, "began": "2026-03-01T12:00:00.000+00:00", "seconds": 0.1235,
        "rows": 3,
    }  # fmt: skip
    assert (lines[2][1]["what"], lines[2][1]["rows"]) == (digest, 0)


def test_what_stands_between_quotes_is_left_out() -> None:
    written = "SELECT a FROM \"people\" WHERE n = 'Ottoline ''Q''' AND m = $$O'Quibbleton$$ AND k = $tag$Otto$tag$"
    lines = told(call(written), call("SELECT date_trunc('day', a)"))
    assert lines[0][1]["text"] == "SELECT a FROM \"people\" WHERE n = '…' AND m = '…' AND k = '…'"
    assert "Otto" not in json.dumps(lines)


def test_a_table_or_column_that_is_called_after_somebody_is_a_pseudonym() -> None:
    written = (
        'WITH "entries of people" AS (SELECT "Ottoline Q".id, "Kind" FROM "Ottoline Q") SELECT `o@q.example` FROM a'
    )
    text = told(call(written))[0][1]["text"]
    assert "Ottoline" not in text
    assert "q.example" not in text
    assert 'WITH "entries of people" AS (SELECT "name-' in text
    assert '"Kind"' in text


def test_other_calls_pass_the_door_as_they_are() -> None:
    (line,) = told(call("GET id.example/users/…", kind="http", failure="status 403"))
    assert line[1]["what"] == "GET id.example/users/…"
    assert line[1]["failure"] == "status 403"
    (line,) = told(call("retention of ottoline@example.org", kind="reading"))
    assert "ottoline" not in json.dumps(line)


def test_nobody_listens_in_another_process() -> None:
    calls = Calls(door())
    pickle.loads(pickle.dumps(calls))(call("SELECT a"))  # noqa: S301 - our own
    assert list(calls.lines()) == []
