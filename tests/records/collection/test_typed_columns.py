"""Types that hold text in ways of their own, in each database that has them; and tables that may not be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all
from clausecheck.facts import Column, Population
from clausecheck.records.asking import Audit
from clausecheck.records.collection.columns import columns
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System, Target
from fixtures.worlds import servers
from fixtures.worlds.sql import fresh

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESS = "ann@mail.example"
MADE = {
    "postgresql": (
        "CREATE TABLE t (a JSONB, b TEXT[], c INET, d JSON, e BYTEA, f VARCHAR(40), g XML, h BIGINT)",
        f"""INSERT INTO t VALUES ('{{"owner": {{"mail": "{ADDRESS}"}}}}', ARRAY['{ADDRESS}'], '8.8.8.8',
            '["{ADDRESS}"]', '\\x00', 'none', '<a>{ADDRESS}</a>', 4111111111111111)""",
        "GRANT SELECT ON t TO reader",
    ),
    "mariadb": (
        "CREATE TABLE t (a JSON, b ENUM('x', 'y'), c TEXT CHARACTER SET latin1, d BLOB, e BIGINT)",
        f"""INSERT INTO t VALUES ('{{"owner": {{"mail": "{ADDRESS}"}}}}', 'x', '{ADDRESS}', 'x', 4111111111111111)""",
    ),
    "duckdb": (
        "CREATE TABLE t (a STRUCT(phone VARCHAR, tags VARCHAR[]), b MAP(VARCHAR, VARCHAR), c VARCHAR[], d BLOB)",
        f"INSERT INTO t VALUES ({{'phone': '2155550100', 'tags': []}}, MAP {{'k': '{ADDRESS}'}}, ['{ADDRESS}'], 'x')",
    ),
}
EXPECTED = {
    "postgresql": {"a": "email_addresses", "b": "email_addresses", "c": "ip_addresses", "d": "email_addresses",
                   "g": "email_addresses"},
    "mariadb": {"a": "email_addresses", "c": "email_addresses"},
    "duckdb": {"a": "phone_numbers", "b": "email_addresses", "c": "email_addresses"},
}  # fmt: skip


@contextmanager
def told(sql: str, folder: Path, *statements: str) -> Iterator[Population[Column]]:
    try:
        with fresh(sql, folder) as (owner, reader):
            engine = sa.create_engine(owner)
            with engine.begin() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
            engine.dispose()
            systems = {"crm": System(name="crm", kind="sql", settings={"url": reader})}
            target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=())
            audit = Audit(
                target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
                categories={}, pseudonyms=Pseudonyms(b"key"),
            )  # fmt: skip
            yield columns(systems["crm"], audit)
            close_all()
    except servers.Missing as missing:
        pytest.skip(str(missing))


@pytest.mark.filterwarnings("ignore:Did not recognize type")
@pytest.mark.parametrize("sql", list(MADE))
def test_text_is_found_in_whatever_holds_it(sql: str, tmp_path: Path) -> None:
    with told(sql, tmp_path, *MADE[sql]) as population:
        assert not population.unreadable
        found = {one.label.removeprefix("crm.t."): next(iter(one.strays)) for one in population if one.strays}
    assert found == EXPECTED[sql]


def test_a_table_that_may_not_be_read_is_listed_and_unreadable(tmp_path: Path) -> None:
    statements = (
        "CREATE TABLE closed (note TEXT)",
        "CREATE TABLE open (note TEXT)",
        "GRANT SELECT ON open TO reader",
    )
    with told("postgresql", tmp_path, *statements) as population:
        assert [one.label for one in population] == ["crm.closed.note", "crm.open.note"]
        (unreadable,) = population.unreadable
    assert unreadable.what == "the text in crm.closed"
    assert "denied access" in unreadable.why


def test_rows_that_a_policy_may_hide_are_unreadable(tmp_path: Path) -> None:
    statements = (
        "CREATE TABLE notes (note TEXT)",
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY few ON notes USING (note = 'x')",
        "GRANT SELECT ON notes TO reader",
    )
    with told("postgresql", tmp_path, *statements) as population:
        (unreadable,) = population.unreadable
    assert "row-level security" in unreadable.why
