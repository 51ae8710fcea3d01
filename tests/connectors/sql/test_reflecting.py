from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from clausecheck.connectors.sql import changes_on_update, hides_rows, reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.worlds import planted, servers

Made = Callable[..., System]
Fresh = Callable[[str], tuple[servers.Server, servers.Database]]


def test_columns_come_in_their_order(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        table = reflected(connection, "tickets")
    assert list(table.columns.keys()) == ["id", "opened_at", "closed_on", "note", planted.COLUMN]


def test_a_table_that_is_not_there_is_told_by_name(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        for name in ("invoices", "gone.invoices"):
            with pytest.raises(CannotVerify, match=name) as caught:
                reflected(connection, name)
            assert "grant SELECT" in caught.value.remedy


def test_postgresql_tells_zones_views_and_schemas(fresh: Fresh, system: Made) -> None:
    _, database = fresh("postgresql")
    run(
        database.owner,
        "CREATE SCHEMA archive",
        "CREATE TABLE archive.t (with_zone TIMESTAMPTZ, without TIMESTAMP, day DATE)",
        "CREATE VIEW archive.v AS SELECT * FROM archive.t",
    )
    with reading(system(database.owner)) as connection:
        for name in ("archive.t", "archive.v"):
            table = reflected(connection, name)
            assert table.schema == "archive"
            told = (repr(table.c.with_zone.type), repr(table.c.without.type))
            assert told == ("TIMESTAMP(timezone=True)", "TIMESTAMP()")
            assert isinstance(table.c.day.type, sa.Date)


def test_mariadb_tells_what_it_changes_itself_and_views_without_their_definition(fresh: Fresh, system: Made) -> None:
    _, database = fresh("mariadb")
    run(
        database.owner,
        "CREATE TABLE t (id INT, name VARCHAR(40) COLLATE utf8mb4_bin, created DATETIME(3),"
        " seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, yes BOOLEAN, day DATE)",
        "CREATE VIEW v AS SELECT * FROM t",
    )
    with reading(system(database.reader)) as connection:
        table, view = reflected(connection, "t"), reflected(connection, "v")
        assert changes_on_update(connection, table) == {"seen"}
        assert hides_rows(connection, table) == ""
    assert [type(column.type) for column in view.c] == [type(column.type) for column in table.c]
    assert isinstance(view.c.seen.type, mysql.TIMESTAMP)
    assert isinstance(view.c.created.type, mysql.DATETIME)
    assert "utf8mb4_bin" in repr(view.c.name.type)


def test_other_databases_change_nothing_by_themselves(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        assert changes_on_update(connection, reflected(connection, "tickets")) == frozenset()


@pytest.mark.parametrize(
    ("name", "hides"),
    [
        ("open", ""),
        ("closed", "row-level security of closed"),
        ("partly", "row-level security of partly"),
        ("shown", ""),
        ("shown_but_for_some", "row-level security of shown_but_for_some"),
        ("view_of_owner", ""),
        ("view_of_reader", "closed, which the view view_of_reader reads"),
        ("view_of_invoker", "closed, which the view view_of_invoker reads"),
    ],
)
def test_rows_that_a_policy_may_hide(name: str, hides: str, policies: servers.Database, system: Made) -> None:
    with reading(system(policies.reader)) as connection:
        told = hides_rows(connection, reflected(connection, name))
    assert (hides in told) if hides else told == ""


def test_no_policy_hides_rows_from_a_superuser(policies: servers.Database, system: Made) -> None:
    with reading(system(policies.owner)) as connection:
        assert hides_rows(connection, reflected(connection, "closed")) == ""


@pytest.fixture
def policies(fresh: Fresh) -> servers.Database:
    _, database = fresh("postgresql")
    tables = ("open", "closed", "partly", "shown", "shown_but_for_some")
    run(
        database.owner,
        *(f"CREATE TABLE {name} (id INTEGER)" for name in tables),
        *(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY" for name in tables[1:]),
        "CREATE POLICY p ON partly FOR SELECT USING (id > 5)",
        "CREATE POLICY p ON shown FOR SELECT TO reader USING (true)",
        "CREATE POLICY p ON shown_but_for_some USING (true)",
        "CREATE POLICY r ON shown_but_for_some AS RESTRICTIVE USING (id > 5)",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
        "GRANT CREATE ON SCHEMA public TO reader",
        "CREATE VIEW view_of_owner AS SELECT * FROM closed",
        "CREATE VIEW view_of_reader AS SELECT * FROM closed",
        "ALTER VIEW view_of_reader OWNER TO reader",
        "CREATE VIEW view_of_invoker WITH (security_invoker = true) AS SELECT * FROM closed",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    )
    return database


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
