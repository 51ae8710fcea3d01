"""One scan a place, keys compared as bytes, and what a database hides or does not finish."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from clausecheck.connectors.sql import close_all
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
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
ROLES = {"key": "id", "recorded_at": "opened_on"}
TICKETS = Dataset(
    name="tickets", category="communication_records", places=(Place(system="sql", table="tickets", roles=ROLES),)
)
YEARS = "CREATE TABLE tickets (id INTEGER, opened_on DATE)"
ROWS = "INSERT INTO tickets VALUES (1, '2018-05-01'), (2, '2022-05-01'), (3, '2024-05-01'), (4, '2026-02-01')"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@contextmanager
def database(sql: str, folder: Path, *statements: str) -> Iterator[str]:
    """The reader's URL of a fresh database in which the owner ran these statements."""
    try:
        with fresh(sql, folder) as (owner, reader):
            engine = sa.create_engine(owner, poolclass=sa.NullPool)
            with engine.begin() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
            yield reader
    except Missing as missing:
        pytest.skip(str(missing))


def asked(url: str, *periods: str, datasets: tuple[Dataset, ...] = (TICKETS,), limit: float = 60) -> list[Records]:
    """What retention of the first dataset answers for these periods."""
    of = datasets[0]
    anchor = "service_end" if of.category == "account_information" else "recorded_at"
    system = System(name="sql", kind="sql", settings={"url": url}, time_limit=limit)
    target = Target(name="t", mode="read-only", environment="demo", systems={"sql": system}, datasets=datasets)
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York",
        policy_date=date(2024, 3, 15), categories={},
        pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    asks = [
        Ask(
            obligation=Retention(
                kind="retention", basis=Basis.PUBLISHED, category=of.category, period=Period.parse(one), anchor=anchor
            ),
            dataset=of,
            place=of.places[0],
        )
        for one in periods
    ]
    return answer(asks, audit)


@contextmanager
def statements_on(table: str) -> Iterator[list[str]]:
    """The statements that read a table while this context is open."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        words = statement.replace('"', " ").replace("`", " ").replace("\n", " ").split()
        if table in words and "PRAGMA" not in statement:
            seen.append(" ".join(words))

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("sql", DATABASES)
def test_all_obligations_of_a_place_are_answered_by_one_statement(sql: str, tmp_path: Path) -> None:
    with database(sql, tmp_path, YEARS, ROWS, *granted(sql)) as url, statements_on("tickets") as seen:
        told = asked(url, "P10Y", "P20Y", "P30Y")
    reads = [one for one in seen if one.lower().startswith("select count(")]
    assert [one["overdue"].count for one in told] == [0, 0, 0]
    assert len(reads) == 1
    assert not [one for one in seen if "LIMIT" in one.upper().split()]


@pytest.mark.parametrize("sql", DATABASES)
def test_examples_are_fetched_for_what_was_violated_only(sql: str, tmp_path: Path) -> None:
    with database(sql, tmp_path, YEARS, ROWS, *granted(sql)) as url, statements_on("tickets") as seen:
        told = asked(url, "P10Y", "P5Y", "P1Y")
    assert [one["overdue"].count for one in told] == [0, 1, 3]
    assert [len(one["overdue"].examples) for one in told] == [0, 1, 3]
    assert len([one for one in seen if one.lower().startswith("select count(")]) == 1
    assert len([one for one in seen if "LIMIT" in one.upper().split()]) == 2


def test_examples_are_pseudonyms_of_keys_and_at_most_five(tmp_path: Path) -> None:
    many = "INSERT INTO tickets VALUES " + ", ".join(f"({700_000 + number}, '2010-01-01')" for number in range(7))
    with database("sqlite", tmp_path, YEARS, many) as url:
        (told,) = asked(url, "P5Y")
    assert told["overdue"].count == 7
    assert len(set(told["overdue"].examples)) == 5
    assert all(name.startswith("record-") for name in told["overdue"].examples)
    assert set(told["overdue"].examples) <= {Pseudonyms(b"key").of("record", 700_000 + number) for number in range(7)}


def granted(sql: str) -> tuple[str, ...]:
    return ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",) if sql == "postgresql" else ()


HOLDS = Dataset(
    name="holds",
    category="legal_holds",
    places=(Place(system="sql", table="holds", roles={"key": "id", "starts_at": "starts_on"}),),
)
HELD = Dataset(
    name="tickets",
    category="communication_records",
    places=(Place(system="sql", table="tickets", roles={**ROLES, "hold": "hold_id"}),),
)


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("sqlite", "TEXT COLLATE NOCASE"),
        ("sqlite", "TEXT COLLATE RTRIM"),
        ("mariadb", "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
        ("mariadb", "VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci"),
        ("mariadb", "CHAR(40)"),
        ("duckdb", "VARCHAR COLLATE NOCASE"),
    ],
)
def test_no_collation_joins_keys_that_differ(sql: str, text: str, tmp_path: Path) -> None:
    tickets = f"CREATE TABLE tickets (id INTEGER, opened_on DATE, hold_id {text})"
    rows = "INSERT INTO tickets SELECT 1, '2018-05-01', 'Case-A' UNION SELECT 2, '2018-05-01', 'case-a' UNION "
    rows += "SELECT 3, '2018-05-01', 'CASE-A'"
    holds = f"CREATE TABLE holds (id {text}, starts_on DATE)"
    known = "INSERT INTO holds VALUES ('case-a', '2017-01-01'), ('CASE-A', '2027-01-01')"
    with database(sql, tmp_path, tickets, rows, holds, known) as url:
        (told,) = asked(url, "P5Y", datasets=(HELD, HOLDS))
    assert (told.examined, told.held, told["overdue"].count) == (3, 1, 2)


@pytest.mark.parametrize(("sql", "text"), [("sqlite", "TEXT COLLATE NOCASE"), ("duckdb", "VARCHAR COLLATE NOCASE")])
def test_no_collation_gives_a_person_somebody_elses_service(sql: str, text: str, tmp_path: Path) -> None:
    accounts = Dataset(
        name="accounts",
        category="account_information",
        places=(Place(system="sql", table="accounts", roles={"key": "id", "subject": "id", "created_at": "made_on"}),),
    )
    roles = {"key": "id", "subject": "account", "status": "status", "service_end": "ended_on"}
    services = Dataset(
        name="services", category="services", places=(Place(system="sql", table="services", roles=roles),)
    )
    with database(
        sql,
        tmp_path,
        f"CREATE TABLE accounts (id {text}, made_on DATE)",
        "INSERT INTO accounts VALUES ('ann', '2010-01-01'), ('ANN', '2010-01-01'), ('Ann', '2010-01-01')",
        f"CREATE TABLE services (id INTEGER, account {text}, status TEXT, ended_on DATE)",
        "INSERT INTO services VALUES (1, 'ann', 'active', NULL), (2, 'Ann', 'ended', '2012-01-01')",
        "INSERT INTO services VALUES (3, 'ANN', 'ended', '2025-01-01')",
    ) as url:
        (told,) = asked(url, "P7Y", datasets=(accounts, services))
    assert (told.examined, told["overdue"].count) == (3, 1)


def test_row_level_security_is_told_as_unreadable(tmp_path: Path) -> None:
    with database(
        "postgresql",
        tmp_path,
        YEARS,
        ROWS,
        "GRANT SELECT ON tickets TO reader",
        "ALTER TABLE tickets ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY young ON tickets FOR SELECT TO reader USING (opened_on > '2023-01-01')",
    ) as url:
        (told,) = asked(url, "P5Y")
    assert (told.examined, told["overdue"].count) == (2, 0)
    assert [one.what for one in told.unreadable] == ["rows of sql.tickets"]
    assert "row-level security" in told.unreadable[0].why


SLOW = {
    "sqlite": (
        "CREATE VIEW tickets AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100000000)"
        " SELECT id, '2025-01-01' AS opened_on FROM n"
    ),
    "postgresql": "CREATE VIEW tickets AS SELECT 1 AS id, now() AS opened_on FROM pg_sleep(20)",
}


@pytest.mark.parametrize("sql", sorted(SLOW))
def test_a_statement_that_does_not_finish_in_time_cannot_verify(sql: str, tmp_path: Path) -> None:
    with (
        database(sql, tmp_path, SLOW[sql], *granted(sql)) as url,
        pytest.raises(CannotVerify, match="did not finish") as told,
    ):
        asked(url, "P5Y", limit=0.5)
    assert "time_limit" in told.value.remedy


def test_where_to_look_lists_the_offenders_and_holds_no_key(tmp_path: Path) -> None:
    with database("duckdb", tmp_path, YEARS, ROWS) as url:
        (told,) = asked(url, "P5Y")
        close_all()
        with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
            listed = connection.exec_driver_sql(told.where_to_look).scalars().all()
    assert listed == ["1"]
