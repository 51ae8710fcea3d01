"""Real readers of a server's changes: what is seen of them, and by whom."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.all_connectors import tells
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import FACTS
from clausecheck.facts import Outflow, Population
from clausecheck.targets.model import Recipient, System
from fixtures.worlds import servers
from fixtures.worlds.servers.processes import program
from fixtures.worlds.sql_server import set_up

Fresh = Callable[[str], tuple[servers.Server, servers.Database]]
PATIENCE = 20.0


def told(url: str, context: Context, *recipients: str) -> Population[Outflow]:
    named = tuple(Recipient(name=name, ground="3.1.b") for name in recipients)
    system = System(name="crm", kind="sql", settings={"url": url}, region="us-east-1", recipients=named)
    population: Population[Outflow] = FACTS["outflows"](system, context)
    return population


@contextmanager
def reading_along(command: list[str], ask: Callable[[], object]) -> Iterator[None]:
    """A program that copies a server's changes, once the server knows of it."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    try:
        while not ask():
            assert process.poll() is None, "it ended before the server knew of it"
            assert time.monotonic() < until
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def asked(url: str, statement: str) -> Callable[[], object]:
    def ask() -> object:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return connection.exec_driver_sql(statement).scalar()

    return ask


@pytest.fixture
def copied(fresh: Fresh, tmp_path: Path) -> Iterator[servers.Database]:
    """A PostgreSQL database whose server is being copied."""
    server, database = fresh("postgresql")
    receiver = program("pg_receivewal", "postgresql")
    command = [receiver, "-h", "127.0.0.1", "-p", str(server.port), "-U", "owner", "-D", str(tmp_path), "--no-sync"]
    with reading_along(command, asked(database.owner, "SELECT count(*) FROM pg_stat_replication WHERE state <> ''")):
        yield database


def test_a_copy_is_seen_by_its_address(copied: servers.Database, context: Context) -> None:
    (place, copy) = told(copied.owner, context)
    assert (place.kind, place.region, place.declared, place.to) == ("region in use", "us-east-1", True, "")
    assert (copy.label, copy.to, copy.declared) == ("replication to 127.0.0.1", "127.0.0.1", False)
    (_, copy) = told(copied.owner, context, "127.0.0.1")
    assert (copy.declared, copy.ground, copy.untold) == (True, "3.1.b", "")


def test_whom_a_copy_goes_to_may_be_hidden(copied: servers.Database, context: Context) -> None:
    (_, copy) = told(copied.reader, context, "127.0.0.1")
    assert copy.declared is None
    assert "pg_read_all_stats" in copy.untold


def test_a_slot_that_is_being_read_is_one_way_not_two(fresh: Fresh, context: Context, tmp_path: Path) -> None:
    server, database = fresh("postgresql")
    receiver = program("pg_receivewal", "postgresql")
    to = ["-h", "127.0.0.1", "-p", str(server.port), "-U", "owner", "--slot", "test_outflows"]
    subprocess.run([receiver, *to, "--create-slot"], check=True, timeout=PATIENCE)
    try:
        is_read = asked(database.owner, "SELECT count(*) FROM pg_replication_slots WHERE active")
        with reading_along([receiver, *to, "-D", str(tmp_path), "--no-sync"], is_read):
            (_, copy) = told(database.owner, context, "test_outflows")
            assert (copy.kind, copy.to, copy.declared) == ("replication", "127.0.0.1", True)
        (_, slot) = told(database.owner, context, "test_outflows")
        assert (slot.kind, slot.to, slot.declared) == ("replication slot", "test_outflows", True)
    finally:
        subprocess.run([receiver, *to, "--drop-slot"], check=True, timeout=PATIENCE)


def test_a_replica_of_mariadb_is_seen_by_its_address(fresh: Fresh, context: Context, tmp_path: Path) -> None:
    server, database = fresh("mariadb-guarded")
    roles = {"copier": {"password": "none", "grants": ["REPLICATION SLAVE, BINLOG MONITOR ON *.*"]}}
    first = str(asked(server.url, "SHOW BINARY LOGS")())
    command = [
        program("mariadb-binlog", "mariadb-client"), "--no-defaults", "--read-from-remote-server", "--stop-never",
        "--raw", "--host=127.0.0.1", f"--port={server.port}", "--user=copier", f"--result-file={tmp_path}/", first,
    ]  # fmt: skip
    is_read = asked(
        server.url, "SELECT COUNT(*) FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%%'"
    )
    with set_up("mariadb", database.owner, roles=roles), reading_along(command, is_read):
        (_, copy) = told(database.reader, context)
        assert (copy.label, copy.to, copy.declared) == ("replication to 127.0.0.1", "127.0.0.1", False)
        (_, copy) = told(database.reader, context, "copier")
        assert copy.declared is True


def test_rights_on_one_database_are_none_on_the_server(fresh: Fresh, context: Context) -> None:
    server, database = fresh("mariadb")
    server.run([f"GRANT ALL PRIVILEGES ON {database.name}.* TO reader@'127.0.0.1'"])
    try:
        unread = told(database.reader, context).unreadable
    finally:
        server.run([f"REVOKE ALL PRIVILEGES ON {database.name}.* FROM reader@'127.0.0.1'",
                    f"GRANT SELECT ON {database.name}.* TO reader@'127.0.0.1'"])  # fmt: skip
    assert [one.what for one in unread] == ["foreign servers of crm", "replicas of crm"]


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("sqlite:///crm.db", False),
        ("duckdb:///:memory:", False),
        ("postgresql+psycopg://db/crm", True),
        ("mariadb://db/crm", True),
        ("", True),
    ],
)
def test_only_servers_have_means_of_their_own(url: str, asks: bool) -> None:
    system = System(name="crm", kind="sql", settings={"url": url})
    assert tells("outflows", system) is asks
    assert tells("monitors", system) is asks
    assert tells("accesses", system)
    assert not tells("buckets", system)
