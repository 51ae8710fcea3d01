from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all, reading, reflected
from clausecheck.targets.model import System
from fixtures.worlds import WORLDS, planted, servers, sql, world
from fixtures.worlds.typed import typed

ROWS: list[dict[str, Any]] = [
    {"id": 1, "yes": True, "amount": 1.5, "day": "9999-12-31", "zoned": "2021-02-28T23:59:00-05:00",
     "local": "2021-02-28T23:59:00", "word": "Ü", "odd": "0000-00-00"},
    {"id": 2, "yes": None, "amount": 2, "day": None, "zoned": "9999-12-31T12:00:00Z", "local": None, "odd": 7},
]  # fmt: skip


def rows_of(systems: dict[str, dict[str, Any]], name: str, table: str) -> list[dict[str, Any]]:
    settings = dict(systems[name])
    with reading(System(name=name, kind=settings.pop("kind"), settings=settings)) as connection:
        found = reflected(connection, table)
        rows = [dict(row) for row in connection.execute(sa.select(found).order_by(found.columns[0])).mappings()]
    close_all()
    return rows


@pytest.fixture
def built(tmp_path: Path) -> Any:
    with ExitStack() as stack:

        def build(description: dict[str, Any], database: str) -> dict[str, dict[str, Any]]:
            try:
                return stack.enter_context(world(description, sql=database, folder=tmp_path))
            except servers.Missing as missing:
                pytest.skip(str(missing))

        yield build


Built = Callable[[dict[str, Any], str], dict[str, dict[str, Any]]]


@pytest.mark.parametrize("database", sql.DATABASES)
def test_a_table_holds_what_the_world_says(database: str, built: Built) -> None:
    first, second = rows_of(built({"sql": {"t": ROWS}}, database), "sql", "t")
    as_written = database == "sqlite"
    zone = UTC if database in ("postgresql", "duckdb") else None
    assert (first["id"], bool(first["yes"]), float(first["amount"]), first["word"]) == (1, True, 1.5, "Ü")
    assert first["day"] == ("9999-12-31" if as_written else date(9999, 12, 31))
    zoned = ROWS[0]["zoned"] if as_written else datetime(2021, 3, 1, 4, 59, tzinfo=zone)
    assert first["zoned"] == zoned
    assert first["local"] == ("2021-02-28T23:59:00" if as_written else datetime(2021, 2, 28, 23, 59))
    assert (first["odd"], second["odd"]) == ("0000-00-00", "7")
    assert (second["yes"], second["day"], second["local"], second["word"]) == (None, None, None, None)
    assert first[planted.COLUMN] == planted.ROW


@pytest.mark.parametrize("database", sql.DATABASES)
def test_an_empty_table_has_the_columns_that_are_said(database: str, built: Built) -> None:
    systems = built({"sql": {"t": {"rows": [], "columns": {"id": "integer", "at": "timestamptz"}}}}, database)
    assert rows_of(systems, "sql", "t") == []


@pytest.mark.parametrize("name", ["logs.parquet", "logs.csv", "logs.jsonl"])
def test_a_file_is_a_view_of_its_stem(name: str, built: Built) -> None:
    systems = built({"files": {name: [{"id": 1, "word": "Ü"}]}}, "sqlite")
    assert rows_of(systems, "files", "logs") == [{"id": 1, "word": "Ü", planted.COLUMN: planted.ROW}]


def test_a_world_has_one_system_a_kind(built: Built) -> None:
    systems = built({"sql": {"t": ROWS}, "files": {"logs.jsonl": ROWS}}, "duckdb")
    assert {name: system["kind"] for name, system in systems.items()} == {"sql": "sql", "files": "sql"}


def test_an_unknown_kind_or_type_is_refused(built: Built) -> None:
    with pytest.raises(ValueError, match="no world builds fax"):
        built({"fax": {}}, "sqlite")
    with pytest.raises(ValueError, match="integer"):
        typed({"rows": [], "columns": {"id": "int"}})
    with pytest.raises(ValueError, match="columns"):
        typed([])


def test_planted_values_are_found_however_they_are_spaced() -> None:
    assert planted.found_in(f"a {planted.NAME} b") == [planted.NAME]
    assert planted.found_in("card 4929123456789015") == [planted.CARD]
    assert planted.found_in("nothing") == []


@pytest.mark.parametrize("name", servers.SERVERS)
def test_a_running_server_is_started_once(name: str) -> None:
    try:
        server = servers.running(name)
    except servers.Missing as missing:
        pytest.skip(str(missing))
    assert servers.running(name) is server
    assert str(server.port) in server.url


def test_a_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(servers.Missing, match="apt-get install mariadb-server"), servers.mariadb():
        pass


def test_every_kind_of_world_names_a_module() -> None:
    assert set(WORLDS) >= {"sql", "files", "aws"}
