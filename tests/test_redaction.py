"""Nothing personal leaves: pseudonyms, secrets, and exceptions without their text (rigour 39)."""

import sqlite3
from typing import ClassVar

import psycopg
import pymysql
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from clausecheck.redaction import (
    IDENTIFIER,
    KEY_VARIABLE,
    Pseudonyms,
    Secret,
    identifier_digest,
    is_plain_file,
    is_pseudonym,
    kind_of,
    shown_file,
    shown_name,
)
from clausecheck.redaction import (
    PHONE as OF_A_PHONE,
)
from fixtures.worlds.planted import CARD, EMAIL, IBAN, PHONE, PLANTED, found_in

KEY = Pseudonyms(b"a key of the tests")


@given(value=st.one_of(st.text(), st.integers(), st.none(), st.binary()))
def test_a_pseudonym_is_short_stable_and_depends_on_the_key(value: object) -> None:
    name = KEY.of("record", value)
    noun, _, digits = name.partition("-")
    assert (noun, len(digits)) == ("record", 12)
    assert set(digits) <= set("0123456789abcdef")
    assert name == KEY.of("record", value)
    assert name != Pseudonyms(b"another key").of("record", value)
    assert digits != KEY.of("person", value).partition("-")[2]


@pytest.mark.parametrize("value", PLANTED)
def test_a_pseudonym_holds_nothing_of_its_value(value: str) -> None:
    assert not found_in(KEY.of("person", value))


def test_a_lone_surrogate_has_a_pseudonym_too() -> None:
    assert KEY.of("record", "\udcff").startswith("record-")


def test_the_key_is_never_shown() -> None:
    assert "a key of the tests" not in repr(KEY)


def test_the_key_comes_from_the_environment_else_each_run_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "given")
    assert Pseudonyms.from_environment() == Pseudonyms.from_environment() == Pseudonyms(b"given")
    monkeypatch.delenv(KEY_VARIABLE)
    assert Pseudonyms.from_environment().of("record", 1) != Pseudonyms.from_environment().of("record", 1)


def test_a_hash_worked_out_elsewhere_is_shown_as_the_same_pseudonym() -> None:
    assert KEY.shown("record", "0123456789abcdef") == "record-0123456789ab"


def test_a_secret_is_usable_and_its_repr_says_nothing() -> None:
    secret = Secret("hunter2")
    assert secret == "hunter2"
    assert "hunter2" not in repr(secret)
    assert "hunter2" not in repr({"password": secret})


class _Refused(Exception):
    response: ClassVar = {"Error": {"Code": "AccessDenied", "Message": f"{EMAIL} may not"}}


class _State(psycopg.Error):
    sqlstate = "42P01"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError(f"bad value {EMAIL}"), "ValueError"),
        (_State(f"row {EMAIL}"), "_State 42P01"),
        (pymysql.err.OperationalError(2003, f"cannot reach {EMAIL}"), "OperationalError 2003"),
        (FileNotFoundError(2, "no such file", EMAIL), "FileNotFoundError 2"),
        (_Refused(EMAIL), "_Refused AccessDenied"),
        (OperationalError(f"SELECT '{EMAIL}'", {}, sqlite3.OperationalError(EMAIL)), "OperationalError"),
    ],
)
def test_an_exception_is_told_by_its_kind_and_code_alone(error: Exception, told: str) -> None:
    assert kind_of(error) == told


@pytest.mark.parametrize(
    ("noun", "written", "same"),
    [
        (IDENTIFIER, "Ann@Example.org", " ann@example.ORG\n"),
        (IDENTIFIER, "zo\u00eb@example.org", "ZOE\u0308@example.org"),
        (IDENTIFIER, "\u0130nci\u03a3@example.org", "inci\u03c3@example.org"),
        (OF_A_PHONE, "+1 (215) 555-0100", "+1.215.555.0100"),
    ],
)
def test_an_identifier_has_one_digest_however_it_is_written(noun: str, written: str, same: str) -> None:
    digest = identifier_digest(b"a key", noun, written)
    assert digest == identifier_digest(b"a key", noun, same)
    assert digest != identifier_digest(b"another key", noun, written)
    assert len(digest) == 64


def test_an_identifier_keeps_what_is_no_white_space_at_its_ends() -> None:
    assert identifier_digest(b"a key", IDENTIFIER, "a b") != identifier_digest(b"a key", IDENTIFIER, "ab")


@pytest.mark.parametrize(
    "name",
    ["crm-20260228T020000Z.sql.gz", "lake-2026-02-28.tar", "Backup2024.tar.gz", "20260228-020000F", "a/b~c#1:2.log",
     "0f4c9a1be77249d2a0c1f7c5e3b8d964.gz"],
)  # fmt: skip
def test_a_plain_name_of_a_file_is_shown(name: str) -> None:
    assert shown_file(name, KEY) == name


@pytest.mark.parametrize("value", PLANTED)
def test_a_name_that_says_something_of_somebody_is_a_pseudonym(value: str) -> None:
    assert is_pseudonym(shown_file(f"{value}.gz", KEY))
    assert is_pseudonym(shown_name(value, KEY, "column"))


@pytest.mark.parametrize("value", [CARD, IBAN, PHONE])
def test_numbers_of_somebody_need_no_separators(value: str) -> None:
    bare = value.replace(" ", "").replace("-", "")
    assert is_pseudonym(shown_file(f"dump-{bare}.gz", KEY))
    assert is_pseudonym(shown_name(bare, KEY, "column"))


@pytest.mark.parametrize("name", ["line1Text", "md5Hash", "is_new", "Straße", "log$2024", "network-samples", "crm\\_%"])
def test_a_plain_name_of_a_column_is_shown(name: str) -> None:
    assert shown_name(name, KEY, "column") == name


@pytest.mark.parametrize("name", ["First Name", "jane@shop.example", "Hu55ars-at-Dawn", "x" * 201, ""])
def test_any_other_name_of_a_column_is_a_pseudonym(name: str) -> None:
    assert is_pseudonym(shown_name(name, KEY, "column"))


def test_a_random_word_is_no_plain_name_of_a_file() -> None:
    assert not is_plain_file("dump-Hu55ars.gz")
    assert not is_plain_file("4929-1234-5678-9015.csv")
    assert not is_pseudonym("volume vol-ea1c08320c05")
