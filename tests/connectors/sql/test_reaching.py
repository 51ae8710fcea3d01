from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.all_connectors import ALL_CONNECTORS, connector, told_by
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import clock_warning, reach, reading, server_clock
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.worlds import servers

Made = Callable[..., System]
Fresh = Callable[[str], tuple[servers.Server, servers.Database]]


def test_every_database_tells_who_reads_and_what(tickets: str, system: Made, context: Context) -> None:
    told = reach(system(tickets), context)
    assert told.reached
    assert told.can == ("read 1 of 1 tables and views",)
    product = {"sqlite": "SQLite", "duckdb": "DuckDB", "postgresql": "PostgreSQL 1", "mysql": "MariaDB 1"}
    assert product[tickets.partition(":")[0].partition("+")[0]] in told.identity


def test_postgresql_names_the_grants_that_help(fresh: Fresh, system: Made, context: Context) -> None:
    _, database = fresh("postgresql")
    name = sa.make_url(database.owner).database
    engine = sa.create_engine(database.owner, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql('CREATE SCHEMA "Closed"; CREATE TABLE "Closed".t (id INT); CREATE TABLE w (id INT)')
        connection.exec_driver_sql("GRANT SELECT, INSERT ON w TO reader; ALTER TABLE w ENABLE ROW LEVEL SECURITY")
    told = reach(system(database.reader), context)
    assert told.identity.startswith(f"reader, database {name}")
    assert told.missing[0] == "SELECT on Closed.t"
    assert [what.partition(",")[0] for what in told.missing[1:]] == [
        "pg_authid",
        "pg_hba_file_rules",
        "pg_read_all_stats",
    ]
    assert "GRANT pg_read_all_stats TO reader;" in told.grants
    assert reach(system(database.owner), context).missing == ()
    assert told.grants[:2] == ('GRANT USAGE ON SCHEMA "Closed" TO reader;', 'GRANT SELECT ON "Closed".t TO reader;')
    assert any("can write to 1 of 2" in warning for warning in told.warnings)
    assert any("row-level security may hide rows of public.w" in warning for warning in told.warnings)
    assert any("superuser" in warning for warning in reach(system(database.owner), context).warnings)


def test_mariadb_warns_of_a_role_that_can_write(fresh: Fresh, system: Made, context: Context) -> None:
    _, database = fresh("mariadb")
    assert "PROCESS" in reach(system(database.reader), context).missing[0]
    assert "SELECT on mysql.*" in reach(system(database.reader), context).missing[-1]
    assert reach(system(database.reader), context).warnings == ()
    owner = reach(system(database.owner), context)
    assert (owner.missing, len(owner.warnings)) == (("SELECT: no table or view is visible",), 1)


def test_a_connection_that_others_can_listen_in_to_is_a_warning(fresh: Fresh, system: Made, context: Context) -> None:
    _, database = fresh("postgresql")
    named = sa.make_url(database.owner).set(host="db.example").update_query_dict({"hostaddr": "127.0.0.1"})
    warnings = reach(system(str(named)), context).warnings
    assert any("not encrypted" in warning for warning in warnings)
    assert not any("not encrypted" in warning for warning in reach(system(database.owner), context).warnings)


def test_what_cannot_be_reached_is_told_and_not_raised(tmp_path: Path, system: Made, context: Context) -> None:
    told = reach(system(f"sqlite:///{tmp_path}/gone.db"), context)
    assert not told.reached
    assert "no database file" in told.missing[0]
    assert told.grants


def test_a_fault_of_ours_is_told_and_not_raised(
    monkeypatch: pytest.MonkeyPatch, system: Made, context: Context
) -> None:
    def broken(_: System) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("clausecheck.connectors.sql.reaching._reached", broken)
    assert reach(system("sqlite:///x.db"), context).missing == ("the connector failed (ZeroDivisionError)",)


def test_a_servers_clock_is_aware_and_near(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        told = server_clock(connection)
    if tickets.startswith(("sqlite", "duckdb")):
        assert told is None
    else:
        assert told is not None
        assert clock_warning(told, datetime.now(UTC)) == ""


@pytest.mark.parametrize(("seconds", "said"), [(0, ""), (60, ""), (61, "61 s ahead of"), (-61, "61 s behind")])
def test_a_minute_between_the_clocks_is_tolerated(seconds: int, said: str) -> None:
    here = datetime(2026, 3, 1, 12, tzinfo=UTC)
    told = clock_warning(here + timedelta(seconds=seconds), here)
    assert (said in told) if said else told == ""


def test_every_connector_listed_satisfies_the_protocol() -> None:
    for kind in ALL_CONNECTORS:
        assert callable(connector(kind).reach)
        assert sorted(connector(kind).FACTS) == sorted(told_by(kind))


def test_a_kind_without_connector_cannot_be_verified() -> None:
    with pytest.raises(CannotVerify, match="kind pigeon"):
        connector("pigeon")
