"""How old records are: each tenth of the period begins and ends on its day, in each database."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all
from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.retention import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target
from fixtures.worlds.servers import Missing
from fixtures.worlds.sql import DATABASES, fresh

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
TICKETS = Dataset(
    name="tickets", category="communication_records",
    places=(Place(system="sql", table="tickets", roles={"key": "id", "recorded_at": "opened_on"}),),
)  # fmt: skip


def ages(url: str, *, exhibits: dict[str, bytes] | None) -> tuple[int, ...]:
    system = System(name="sql", kind="sql", settings={"url": url})
    target = Target(name="t", mode="read-only", environment="demo", systems={"sql": system}, datasets=(TICKETS,))
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"), exhibits=exhibits,
    )  # fmt: skip
    period = Period.parse("P100D")
    kept = Retention(
        kind="retention", basis=Basis.PUBLISHED, category=TICKETS.category, period=period, anchor="recorded_at"
    )
    (told,) = answer([Ask(obligation=kept, dataset=TICKETS, place=TICKETS.places[0])], audit)
    close_all()
    return told.ages


@pytest.mark.parametrize("sql", DATABASES)
def test_each_tenth_has_its_days(sql: str, tmp_path: Path) -> None:
    # One of today, the last and first days of tenths, those around the due day and a tenth past it, two undecidable.
    days = [0, 9, 10, 11, 90, 99, 100, 101, 110, 111, 400]
    rows = ", ".join(f"({number}, '{TODAY - timedelta(days=number)}')" for number in days)
    try:
        with fresh(sql, tmp_path) as (owner, reader):
            engine = sa.create_engine(owner, poolclass=sa.NullPool)
            with engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE tickets (id INTEGER, opened_on DATE)")
                connection.exec_driver_sql(f"INSERT INTO tickets VALUES {rows}, (1000, NULL), (1001, '1970-01-01')")
                if sql == "postgresql":
                    connection.exec_driver_sql("GRANT SELECT ON tickets TO reader")
            told = ages(reader, exhibits={})
            assert told == (3, 1, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2)
            assert {type(one) for one in told} == {int}
            assert ages(reader, exhibits=None) == ()
    except Missing as missing:
        pytest.skip(str(missing))
