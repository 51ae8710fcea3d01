"""Birthdays in SQL against the calendar of `Period`, which counts every due day (rigour 7, 8, 37)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Connection, Date, Engine, String, create_engine, literal, select

from clausecheck.periods import Period
from clausecheck.records.children.birthdays import born_too_late, is_placeholder
from clausecheck.records.moments import Zones, moment_of
from clausecheck.records.moments.text import teach_sqlite

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


ZEROS = (date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1901, 1, 1), date(1970, 1, 1))
BESIDE = sorted({
    zero + timedelta(days=days) for zero in ZEROS for days in (-366, -365, -1, 0, 1, 365, 366)
})  # fmt: skip


@pytest.mark.parametrize("birth", BESIDE)
def test_the_zeros_of_spreadsheets_forms_and_clocks_tell_no_age(engine: Engine, birth: date) -> None:
    """On a day of 2015 nobody who was born around 1900 is too old to be anybody."""
    with engine.connect() as connection:
        teach_sqlite(connection)
        is_text = connection.dialect.name == "sqlite"
        column: ColumnElement[Any] = literal(birth.isoformat(), String) if is_text else literal(birth, Date)
        moment = moment_of(connection, column, zones=Zones("America/New_York", "UTC"), named="people.born")
        told = connection.execute(select(is_placeholder(moment, date(2015, 6, 1)))).scalar_one()
    assert bool(told) == (birth in ZEROS)
