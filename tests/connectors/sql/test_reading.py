import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all, engine, reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.worlds import planted, servers

Made = Callable[..., System]
Fresh = Callable[[str], tuple[servers.Server, servers.Database]]
LONG = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT count(*) FROM generate_series(1, 100000000000)",
    "mysql": "SELECT count(*) FROM seq_1_to_100000000 AS a, seq_1_to_100000000 AS b",
    "duckdb": "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range % 7 = b.range % 11",
}


def test_what_is_read_is_what_was_stored(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        table = reflected(connection, "tickets")
        rows = connection.execute(sa.select(table.c.id, table.c.note).order_by(table.c.id)).all()
    assert [tuple(row) for row in rows] == [(1, "first"), (2, None)]


def test_nothing_can_be_written(tickets: str, system: Made) -> None:
    target = system(tickets)
    for statement in ("INSERT INTO tickets (id) VALUES (3)", "DELETE FROM tickets", "CREATE TABLE more (id INTEGER)"):
        with pytest.raises(CannotVerify), reading(target) as connection:
            connection.exec_driver_sql(statement)
    with reading(target) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM tickets").scalar_one() == 2


def test_not_even_an_owner_writes(fresh: Fresh, system: Made) -> None:
    for name in ("postgresql", "mariadb"):
        _, database = fresh(name)
        with pytest.raises(CannotVerify, match="refused to write"), reading(system(database.owner)) as connection:
            connection.exec_driver_sql("CREATE TABLE more (id INTEGER)")


def test_a_statement_over_its_limit_is_ended(tickets: str, system: Made) -> None:
    limited = system(tickets, time_limit=0.5)
    said = r"did not finish a statement within 0\.5 s"
    with pytest.raises(CannotVerify, match=said) as caught, reading(limited) as connection:
        connection.exec_driver_sql(LONG[connection.dialect.name]).all()
    assert "time_limit" in caught.value.remedy


def test_after_a_time_out_the_next_reading_works(tickets: str, system: Made) -> None:
    target = system(tickets, time_limit=0.5)
    with pytest.raises(CannotVerify), reading(target) as connection:
        connection.exec_driver_sql(LONG[connection.dialect.name]).all()
    with reading(target) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM tickets").scalar_one() == 2


@pytest.mark.parametrize("name", ["postgresql", "mariadb"])
def test_one_reading_sees_one_moment(name: str, fresh: Fresh, system: Made) -> None:
    _, database = fresh(name)
    owner = sa.create_engine(database.owner, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with owner.connect() as writer:
        writer.exec_driver_sql("CREATE TABLE t (id INTEGER)")
        writer.exec_driver_sql("GRANT SELECT ON t TO reader" + ("@'127.0.0.1'" if name == "mariadb" else ""))
        with reading(system(database.reader)) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
            writer.exec_driver_sql("INSERT INTO t VALUES (1)")
            assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
        with reading(system(database.reader)) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 1


def test_several_readings_stand_at_once(tickets: str, system: Made) -> None:
    target = system(tickets)

    def counted(_: int) -> int:
        with reading(target) as one, reading(target) as other:
            counts = [each.exec_driver_sql("SELECT count(*) FROM tickets").scalar_one() for each in (one, other)]
            return sum(counts)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(counted, range(8))) == [4] * 8


def test_a_streamed_reading_gives_every_row(tickets: str, system: Made) -> None:
    with reading(system(tickets), stream=True) as connection:
        table = reflected(connection, "tickets")
        batches = [len(batch) for batch in connection.execute(sa.select(table.c.id)).partitions(1)]
    assert batches == [1, 1]


def test_moments_are_read_in_utc(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        table = reflected(connection, "tickets")
        moment = connection.execute(sa.select(table.c.opened_at).where(table.c.id == 1)).scalar_one()
    if tickets.startswith("sqlite"):
        assert moment == "2021-02-28T23:59:00-05:00", "SQLite keeps the text that was written"
    else:
        assert moment.replace(tzinfo=moment.tzinfo or UTC) == datetime(2021, 3, 1, 4, 59, tzinfo=UTC)


def test_no_error_repeats_a_value(tickets: str, system: Made) -> None:
    wrong = {"mysql": "EXTRACTVALUE('<a>', planted_note)", "sqlite": "json_extract(planted_note, '$.a')"}
    database = sa.make_url(tickets).get_backend_name()
    for expression in (wrong.get(database, "CAST(planted_note AS INTEGER)"), "nope"):
        with pytest.raises(CannotVerify) as caught, reading(system(tickets)) as connection:
            connection.exec_driver_sql(f"SELECT {expression} FROM tickets ORDER BY 1").all()
        shown = "".join(traceback.format_exception(caught.value)) + caught.value.remedy + repr(caught.value)
        assert planted.found_in(shown) == []


def test_what_is_no_error_of_the_database_passes(tickets: str, system: Made) -> None:
    with pytest.raises(KeyError), reading(system(tickets)):
        raise KeyError("ours")


def test_two_systems_may_be_one_database(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as one, reading(system(tickets)) as other:
        counts = [each.exec_driver_sql("SELECT count(*) FROM tickets").scalar_one() for each in (one, other)]
    assert counts == [2, 2]


def test_a_system_has_one_engine_until_the_run_ends(tickets: str, system: Made) -> None:
    target = system(tickets)
    first = engine(target)
    assert engine(target) is first
    close_all()
    assert engine(target) is not first


def test_closing_everything_does_not_wait_for_a_running_duckdb_statement(
    tmp_path: Path, system: Callable[..., System]
) -> None:
    pytest.importorskip("duckdb", reason="pip install 'clausecheck[duckdb]'").connect(str(tmp_path / "a.db")).close()
    one = system(f"duckdb:///{tmp_path / 'a.db'}", time_limit=60)
    ends, begun = "SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000", Event()

    def read() -> None:
        with suppress(CannotVerify), reading(one) as connection:
            begun.set()
            connection.execute(sa.text(f"WITH RECURSIVE n(i) AS ({ends}) SELECT count(*) FROM n"))

    thread = Thread(target=read, daemon=True)
    thread.start()
    assert begun.wait(30)
    sleep(0.5)
    started = monotonic()
    close_all()
    thread.join(30)
    assert monotonic() - started < 10
    assert not thread.is_alive()
