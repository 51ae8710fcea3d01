"""A day so much later, as the database works it out and as `Period.after` does (rigour 8)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from clausecheck.periods import Period
from clausecheck.records.later_days import later_day

PERIODS = [Period.parse(text) for text in ("P1D", "P10D", "P1M", "P1M1D", "P1Y", "P2Y6M", "P12M", "P13M30D")]
DAYS = [date(2023, 12, 27) + timedelta(days=number) for number in range(0, 440, 3)] + [
    date(2024, 2, 29), date(2023, 1, 31), date(2023, 1, 30), date(2024, 1, 31), date(2023, 11, 30),
]  # fmt: skip


@pytest.mark.parametrize("url", ["sqlite://", "duckdb:///:memory:"])
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_the_database_counts_as_python_does(url: str, period: Period) -> None:
    engine = sa.create_engine(url, poolclass=sa.StaticPool)
    days = sa.Table("days", sa.MetaData(), sa.Column("day", sa.Text() if url == "sqlite://" else sa.Date()))
    with engine.connect() as connection:
        days.create(connection)
        rows = [{"day": day.isoformat() if url == "sqlite://" else day} for day in DAYS]
        connection.execute(days.insert(), rows)
        chosen = sa.select(days.c.day, later_day(days.c.day, period, connection.dialect.name))
        told = {str(day): str(later) for day, later in connection.execute(chosen)}
    assert told == {day.isoformat(): period.after(day).isoformat() for day in DAYS}
