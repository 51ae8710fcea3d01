"""Places aside, where people are searched for by their identifiers: digests, whatever is written, and nothing else."""

import json
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.errors import CannotVerify
from clausecheck.records.aside import _beside_digests, _digests, _writes, aside
from clausecheck.records.carried import DAY, INSTANT, LOCAL, TEXT, Carried
from clausecheck.records.relation import Relation
from clausecheck.redaction import IDENTIFIER, PHONE, Pseudonyms, identifier_digest
from tests.records.test_federation import BASE, SECRET, audit_of, database, dataset, needed, one_send, parquet, sql

__all__ = ["sql"]

KEY = b"a key of no company"
LETTERS = st.sampled_from([*"aZ09@.+-()/ \t\n\x0b\xa0", "\u00e9", "e\u0301", "\u03a3", "\u0130", "\u1e9e", "\u3000"])
VALUES = st.lists(LETTERS | st.characters(codec="utf-8"), max_size=9).map("".join)
PEOPLE = dataset("people", "crm", "people", {"key": "who", "email": "mail", "phone": "phone", "created_at": "at"})
SENDS = dataset("marketing_sends", "lake", "sends", {"key": "id", "subject": "who", "sent_at": "at"})
ROW = {"who": SECRET, "mail": "Ottoline@Example.org ", "phone": "+1 (215) 555-0100", "at": BASE}


def column(noun: str = "", travels: str = TEXT) -> Carried:
    return Carried(name="one", role="one", selected=sa.null(), travels=travels, kept=sa.String(), noun=noun)


def file_of(relation: Relation) -> Path:
    return Path(str(relation.connection.exec_driver_sql("SELECT file FROM pragma_database_list").scalar()))


def audited(*systems: Any) -> Any:
    told = audit_of(list(systems), PEOPLE, SENDS)
    return told.__class__(**{**vars(told), "pseudonyms": Pseudonyms(b"key", KEY)})


@pytest.mark.parametrize("noun", [IDENTIFIER, PHONE])
@settings(max_examples=100, deadline=None)
@given(value=VALUES)
def test_identifiers_become_the_digests_of_registers_and_others_pseudonyms(noun: str, value: str) -> None:
    pseudonyms = Pseudonyms(b"another key", KEY)
    assert _writes(column(noun), pseudonyms)(value) == identifier_digest(KEY, noun, value)
    assert _writes(column("person"), pseudonyms)(value) == pseudonyms.digest("person", value)
    assert _writes(column(), pseudonyms)(value) == value
    assert [_writes(column(one), pseudonyms)(None) for one in (noun, "person", "")] == [None, None, None]


@pytest.mark.parametrize(
    ("travels", "value", "kept"),
    [
        (INSTANT, datetime(2026, 1, 1, 7, tzinfo=UTC).astimezone(), "2026-01-01T07:00:00+00:00"),
        (INSTANT, datetime(2026, 1, 1, 7), "2026-01-01T07:00:00+00:00"),
        (LOCAL, datetime(2026, 1, 1, 7), "2026-01-01T07:00:00"),
        (DAY, date(2026, 1, 1), "2026-01-01"),
        (INSTANT, None, None),
        (TEXT, "0000-00-00", "0000-00-00"),
    ],
)
def test_a_moment_stands_there_with_its_zone_or_without(travels: str, value: object, kept: str | None) -> None:
    assert _writes(column(travels=travels), Pseudonyms(b"key"))(value) == kept


@pytest.mark.parametrize(
    ("written", "digests", "more"),
    [
        (None, [], 0),
        ("", [], 0),
        ("ab" * 32, ["ab" * 32], 0),
        (f'["{"AB" * 32}", "{"cd" * 32}"]', ["ab" * 32, "cd" * 32], 0),
        (f"{'ab' * 32};lost", ["ab" * 32], 1),
        ("ab" * 33, [], 1),
        ("ab" * 31, [], 1),
    ],
)
def test_digests_are_found_whatever_stands_between_them(written: str | None, digests: list[str], more: int) -> None:
    assert json.loads(_digests(written)) == digests
    assert _beside_digests(written) == more


def test_the_file_says_nothing_of_anybody_and_is_gone_afterwards(sql: str, tmp_path: Path) -> None:
    with database(sql, tmp_path, people=[ROW]) as crm:
        lake = parquet(tmp_path, one_send())
        with aside(audited(crm, lake), needed(PEOPLE, SENDS)) as (people, sends):
            file = file_of(people)
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
            (who, mail, phone, at), *_ = people.connection.execute(sa.select(people.table)).all()
            (key, subject, sent), *_ = sends.connection.execute(sa.select(sends.table)).all()
            content = file.read_bytes()
        assert not file.parent.exists()
    assert who == subject == Pseudonyms(b"key").digest("person", SECRET)
    assert key == Pseudonyms(b"key").digest("record", 17)
    assert mail == identifier_digest(KEY, IDENTIFIER, "ottoline@example.org")
    assert phone == identifier_digest(KEY, PHONE, "+12155550100")
    moments = [datetime.fromisoformat(one) for one in (at, sent)]
    assert [one.replace(tzinfo=one.tzinfo or UTC) for one in moments] == [BASE, BASE + timedelta(days=1)]
    assert not [said for said in (SECRET, "ttoline", "5550100", "555-0100") if said.encode() in content]


def test_a_place_that_cannot_be_read_is_the_reason_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with database("sqlite", tmp_path, people=[ROW]) as crm:
        lost = dataset("people", "crm", "nobody", {"key": "who"})
        with pytest.raises(CannotVerify, match="no table or view nobody"), aside(audited(crm), needed(PEOPLE, lost)):
            pytest.fail("it was read all the same")
    assert not list(tmp_path.glob("clausecheck-*/aside*"))


def test_a_statement_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with database("sqlite", tmp_path, people=[ROW]) as lasting:
        crm = lasting.__class__(name="crm", kind="sql", settings={**lasting.settings}, time_limit=1)
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        late = pytest.raises(CannotVerify, match="did not finish a statement within 1 s")
        with late, aside(audited(crm), needed(PEOPLE)) as (people,):
            people.connection.exec_driver_sql(endless)


def test_what_stands_beside_is_one_connection(tmp_path: Path) -> None:
    with database("sqlite", tmp_path, people=[ROW]) as crm, aside(audited(crm), needed(PEOPLE, PEOPLE)) as relations:
        first, second = relations
        assert isinstance(first.connection.connection.dbapi_connection, sqlite3.Connection)
        assert second.connection is first.connection
        assert [one.table.name for one in relations] == ["crm.people", "crm.people 1"]
