"""Birthdays in SQL against the calendar of `Period`, which counts every due day (rigour 7, 8, 37)."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Date, Engine, String, create_engine, literal, select

from clausecheck.periods import Period
from clausecheck.records.children.birthdays import born_too_late

DAYS = st.dates(date(1905, 1, 1), date(2100, 12, 31))
AGES = st.sampled_from([Period.parse(text) for text in ("P18Y", "P13Y", "P16Y", "P12Y6M", "P1M")])


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return create_engine("duckdb:///:memory:" if request.param == "duckdb" else "sqlite://")


def too_late(connection: Connection, birth: date, day: date, age: Period) -> bool:
    """SQLite's days are text, as its moments are."""
    is_text = connection.dialect.name == "sqlite"
    one, other = (literal(at.isoformat(), String) if is_text else literal(at, Date) for at in (birth, day))
    return bool(connection.execute(select(born_too_late(one, other, age, connection.dialect.name))).scalar_one())


@settings(max_examples=20, deadline=None)
@given(birth=DAYS, day=DAYS, age=AGES)
@example(birth=date(2008, 2, 29), day=date(2026, 2, 28), age=Period.parse("P18Y"))
@example(birth=date(2008, 2, 29), day=date(2026, 2, 27), age=Period.parse("P18Y"))
@example(birth=date(1984, 2, 29), day=date(2004, 2, 28), age=Period.parse("P20Y"))
@example(birth=date(1882, 2, 28), day=date(1900, 2, 28), age=Period.parse("P18Y"))
@example(birth=date(2000, 8, 31), day=date(2000, 9, 30), age=Period.parse("P1M"))
@example(birth=date(2000, 8, 31), day=date(2000, 9, 29), age=Period.parse("P1M"))
def test_a_birthday_is_the_due_day_of_an_age(engine: Engine, birth: date, day: date, age: Period) -> None:
    with engine.connect() as connection:
        assert too_late(connection, birth, day, age) == (age.after(birth) > day)
