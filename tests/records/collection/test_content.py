"""Text and JSON of whole columns, counted by kind."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.records.collection.content import BATCH_ROWS, counted, may_hold_text
from clausecheck.records.collection.country import country_of


def held(folder: Path, values: Sequence[object], kind: str = "TEXT") -> dict[str, int]:
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute(f"CREATE TABLE notes (note {kind})")
        connection.executemany("INSERT INTO notes VALUES (?)", [(value,) for value in values])
    engine = sa.create_engine(f"sqlite:///{folder / 'x.db'}")
    with engine.connect() as connection:
        table = sa.Table("notes", sa.MetaData(), autoload_with=connection)
        told = dict(counted(connection, table, ["note"], "US")["note"])
    engine.dispose()
    return told


def test_every_row_of_every_batch_counts_once(tmp_path: Path) -> None:
    values = ["ann@mail.example bob@mail.example", "nothing", None, 17] * (BATCH_ROWS // 2)
    assert held(tmp_path, values) == {"email_addresses": BATCH_ROWS // 2}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('{"owner": {"dob": "1990-01-01"}}', {"birth_dates": 1}),
        ('{"owner": {"dob": null, "phone": "", "email": false}}', {}),
        ('{"ann@mail.example": 1}', {"email_addresses": 1}),
        ('{"phone": 2155550100}', {"phone_numbers": 1}),
        ('["{\\"mail\\": \\"ann@mail.example\\"}"]', {"email_addresses": 1}),
        ('{broken "ann@mail.example"', {"email_addresses": 1}),
        ("[" * 100_000, {}),
        ("", {}),
    ],
)
def test_json_is_read_by_keys_and_values(tmp_path: Path, value: str, expected: dict[str, int]) -> None:
    assert held(tmp_path, [value]) == expected


def test_a_column_of_sqlite_holds_text_whatever_its_type(tmp_path: Path) -> None:
    assert held(tmp_path, [1, "ann@mail.example", b"ann@mail.example"], "INTEGER") == {"email_addresses": 1}


def test_digits_among_random_tokens_are_tokens(tmp_path: Path) -> None:
    tokens = ["f3a9c0d1e2b34455", "0a1b2c3d4e5f6071", "4111111111111111"]
    assert held(tmp_path, tokens) == {}


def test_bare_cards_among_words_are_cards(tmp_path: Path) -> None:
    assert held(tmp_path, ["paid", "4111111111111111", "f3a9", "4111 1111 1111 1111"]) == {"payment_cards": 2}


def test_numbers_and_dates_hold_no_text() -> None:
    kinds = (sa.Integer(), sa.Date(), sa.Boolean(), sa.LargeBinary(), sa.Numeric())
    assert not [kind for kind in kinds if may_hold_text(sa.column("x", kind), "postgresql")]
    texts = (sa.Text(), sa.JSON(), sa.ARRAY(sa.Text()), sa.types.NullType())
    assert all(may_hold_text(sa.column("x", kind), "postgresql") for kind in texts)
    assert may_hold_text(sa.column("x", sa.Integer()), "sqlite")


def test_the_country_of_a_zone() -> None:
    assert country_of("America/New_York") in {"US", ""}  # "" where the machine has no table of zones
    assert not country_of("Mars/Olympus_Mons")
