"""Opening a history: made, brought up, or refused with a sentence; nothing is ever lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from clausecheck.history import migrations
from clausecheck.history.keeping import Ledger
from clausecheck.history.opening import CannotRemember, migrated, opened, shown, url_of, writing
from clausecheck.history.tables import VERSION, metadata
from tests.history.examples import HONOURED, run

PLACE = "history.sqlite"


def test_migrating_comes_to_the_tables_that_are_made_at_once(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        migrated(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as old, Ledger.at(PLACE, tmp_path) as made:
        asked = "SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex_%' ORDER BY 1, 2"
        with made.engine.connect() as connection:
            assert [tuple(row) for row in connection.exec_driver_sql(asked)] == old.execute(asked).fetchall()


def test_the_tables_are_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_an_older_history_is_brought_up_with_everything_in_it(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / PLACE}")
    with engine.begin() as connection:
        migrated(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO runs VALUES (7, 'old', 'staging', 'running', '2026-03-01T12:00:00.000000+00:00', NULL,"
            " '2026-03-01T12:00:00.000000+00:00', '2024-03-15', 0, '[]', '{}')"
        )
    with Ledger.at(PLACE, tmp_path) as ledger:
        assert [line.id for line in ledger.lines()] == ["old"]
        ledger.record(run(0, tickets=HONOURED))
        assert ledger.run(ledger.lines()[0]).sign_off is None


def test_a_newer_history_is_refused_and_kept(tmp_path: Path) -> None:
    with Ledger.at(PLACE, tmp_path) as ledger:
        ledger.record(run(0, tickets=HONOURED))
    with closing(sqlite3.connect(tmp_path / PLACE)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (tmp_path / PLACE).read_bytes()
    with pytest.raises(
        CannotRemember, match=r"a newer clausecheck wrote it .*update clausecheck\. Nothing was changed"
    ):
        Ledger.at(PLACE, tmp_path)
    assert (tmp_path / PLACE).read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / PLACE).write_text("a letter to a friend" * 100)
    with pytest.raises(CannotRemember, match="it is no SQLite database, or is damaged"):
        Ledger.at(PLACE, tmp_path)
    assert (tmp_path / PLACE).read_text().startswith("a letter")


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / PLACE)) as database, database:
        database.execute("CREATE TABLE runs (distance)")
    with pytest.raises(CannotRemember, match="a database of something else"):
        Ledger.at(PLACE, tmp_path)


@pytest.mark.parametrize("address", ["mysql://u@h/d", "oracle://h/d", "nonsense://", "sqlite://", "sqlite:///:memory:"])
def test_what_no_history_can_be_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRemember):
        Ledger.at(address, tmp_path)


def test_an_address_of_postgresql_names_nobody(tmp_path: Path) -> None:
    url = url_of("postgresql://u:Hu55ars@h.example/team", tmp_path)
    assert (url.drivername, shown(url)) == ("postgresql+psycopg", "h.example/team")
    with pytest.raises(CannotRemember) as told:
        Ledger.at("postgresql://u:Hu55ars@127.0.0.1:1/team", tmp_path)
    assert "127.0.0.1/team" in str(told.value)
    assert "Hu55ars" not in str(told.value)


def test_who_only_reads_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CannotRemember, match="an audit begins one"):
        Ledger.at("deep/history.sqlite", tmp_path, making=False)
    assert not list(tmp_path.iterdir())


def test_a_folder_made_for_it_stays_out_of_git(tmp_path: Path) -> None:
    Ledger.at(".clausecheck/history.sqlite", tmp_path)
    assert (tmp_path / ".clausecheck" / ".gitignore").read_text() == "*\n"


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    """Not even root may make a file below /proc."""
    with pytest.raises(CannotRemember) as told:
        Ledger.at("/proc/sys/history.sqlite", tmp_path)
    assert told.value.cannot_be_written


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("")
    with pytest.raises(CannotRemember) as told:
        Ledger.at("deep/history.sqlite", tmp_path)
    assert told.value.cannot_be_written


def test_somebody_else_is_waited_for_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausecheck.history.opening.PATIENCE", 0.1)
    with Ledger.at(PLACE, tmp_path) as one, Ledger.at(PLACE, tmp_path) as other, writing(one.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0'")
        with pytest.raises(CannotRemember, match="somebody else has been writing"):
            other.record(run(0, tickets=HONOURED))


def test_a_damaged_content_is_told(tmp_path: Path) -> None:
    with Ledger.at(PLACE, tmp_path) as ledger:
        ledger.record(run(0, tickets=HONOURED))
        with writing(ledger.engine) as connection:
            connection.exec_driver_sql("UPDATE contents SET content = x'00'")
        with pytest.raises(CannotRemember):
            ledger.run(ledger.lines()[0])


def test_opening_twice_opens_the_same(tmp_path: Path) -> None:
    url = url_of(PLACE, tmp_path)
    opened(url).dispose()
    engine = opened(make_url(str(url)))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == VERSION
