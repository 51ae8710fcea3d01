"""Every schema that a role sees, as its database lists it."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import listing, reading
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds import servers
from fixtures.worlds.sql import fresh


def listed(system: System) -> list[tuple[str | None, str]]:
    with reading(system) as connection:
        return [(table.schema, table.name) for table in listing(connection, system.name, Pseudonyms(b"key")).tables]


@pytest.mark.parametrize("sql", ["sqlite", "duckdb", "postgresql", "mariadb"])
def test_tables_and_views_in_the_order_of_their_names(
    sql: str, tmp_path: Path, stack: ExitStack, system: Callable[..., System]
) -> None:
    owner, reader = opened(sql, tmp_path, stack)
    run(owner, "CREATE TABLE b (x INTEGER)", "CREATE VIEW a AS SELECT x FROM b", *granted(sql))
    assert listed(system(reader)) == [(None, "a"), (None, "b")]


@pytest.mark.parametrize("sql", ["duckdb", "postgresql"])
def test_other_schemas_are_listed_by_their_name(
    sql: str, tmp_path: Path, stack: ExitStack, system: Callable[..., System]
) -> None:
    owner, reader = opened(sql, tmp_path, stack)
    run(
        owner,
        "CREATE SCHEMA archive",
        'CREATE TABLE archive."old.people" (x INTEGER)',
        "CREATE TABLE people (x INTEGER)",
    )
    assert listed(system(reader)) == [("archive", "old.people"), (None, "people")]


def test_partitions_are_their_parent(tmp_path: Path, stack: ExitStack, system: Callable[..., System]) -> None:
    owner, reader = opened("postgresql", tmp_path, stack)
    run(
        owner,
        "CREATE TABLE logs (at DATE) PARTITION BY RANGE (at)",
        "CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    )
    assert listed(system(reader)) == [(None, "logs")]


def test_files_that_are_not_there_are_unreadable(tmp_path: Path, system: Callable[..., System]) -> None:
    files = system("duckdb:///:memory:", files={"logs": str(tmp_path / "*.parquet")})
    with reading(files) as connection:
        found = listing(connection, "crm", Pseudonyms(b"key"))
    assert not found.tables
    assert [str(one) for one in found.unreadable] == ["crm.logs: no file matches its pattern"]


def opened(sql: str, folder: Path, stack: ExitStack) -> tuple[str, str]:
    try:
        return stack.enter_context(fresh(sql, folder))
    except servers.Missing as missing:
        pytest.skip(str(missing))


def run(owner: str, *statements: str) -> None:
    engine = sa.create_engine(owner)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def granted(sql: str) -> tuple[str, ...]:
    return ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",) if sql == "postgresql" else ()
