import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.worlds import files

Made = Callable[..., System]
MEMORY = "duckdb:///:memory:"


def written(path: Path, *rows: dict[str, object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_a_pattern_reads_every_file_and_every_column(tmp_path: Path, system: Made) -> None:
    written(tmp_path / "a.jsonl", {"id": 1})
    written(tmp_path / "b.jsonl", {"id": 2, "at": "2026-01-01"})
    with reading(system(MEMORY, files={"logs": str(tmp_path / "*.jsonl")})) as connection:
        table = reflected(connection, "logs")
        assert connection.execute(sa.select(table.c.id, table.c.at).order_by(table.c.id)).all() == [
            (1, None), (2, "2026-01-01"),
        ]  # fmt: skip


def test_json_keeps_the_offset_that_was_written(tmp_path: Path, system: Made) -> None:
    written(tmp_path / "logs.jsonl", {"at": "2021-02-28T23:59:00-05:00", "day": "2021-02-28"})
    with reading(system(MEMORY, files={"logs": "logs.jsonl"}, folder=str(tmp_path))) as connection:
        row = connection.execute(sa.select(reflected(connection, "logs"))).one()
    assert tuple(row) == ("2021-02-28T23:59:00-05:00", "2021-02-28")


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_parquet_and_csv_have_types(ending: str, tmp_path: Path, system: Made) -> None:
    rows = [{"id": 1, "at": "2021-02-28T23:59:00-05:00", "day": "9999-12-31", "yes": True}]
    with (
        files.built({f"logs.{ending}": rows}, sql="sqlite", folder=tmp_path) as settings,
        reading(system(settings["url"], files=settings["files"])) as connection,
    ):
        table = reflected(connection, "logs")
        assert connection.execute(sa.select(table.c.day, table.c.yes)).one()[1] is True
    assert repr(table.c.at.type) == "TIMESTAMP(timezone=True)"
    assert isinstance(table.c.day.type, sa.Date)


def test_one_bad_file_costs_its_own_view_only(tmp_path: Path, system: Made) -> None:
    written(tmp_path / "good.jsonl", {"id": 1})
    (tmp_path / "bad.parquet").write_text("no parquet")
    named = {"good": "good.jsonl", "bad": "bad.parquet", "none": "*.csv"}
    with reading(system(MEMORY, files=named, folder=str(tmp_path))) as connection:
        assert connection.execute(sa.select(reflected(connection, "good"))).all() == [(1,)]
        with pytest.raises(CannotVerify, match="cannot be read as parquet"):
            reflected(connection, "bad")
        with pytest.raises(CannotVerify, match="no file matches"):
            reflected(connection, "none")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('{other}')",
        "COPY (SELECT 1) TO '{other}.out'",
        "ATTACH '{other}.db'",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('http://127.0.0.1:1/a.csv')",
        "SET enable_external_access = true",
    ],
)
def test_nothing_but_the_named_files_is_opened(statement: str, tmp_path: Path, system: Made) -> None:
    written(tmp_path / "logs.jsonl", {"id": 1})
    other = tmp_path / "other.txt"
    other.write_text("x")
    with pytest.raises(CannotVerify), reading(system(MEMORY, files={"logs": f"{tmp_path}/logs.jsonl"})) as connection:
        connection.exec_driver_sql(statement.format(other=other)).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logs.jsonl", "other.txt"]


def test_a_value_that_does_not_fit_is_told_without_it(tmp_path: Path, system: Made) -> None:
    lines = ["id", *map(str, range(30_000)), "Ottoline"]
    (tmp_path / "logs.csv").write_text("\n".join(lines))
    with pytest.raises(CannotVerify) as caught, reading(system(MEMORY, files={"l": f"{tmp_path}/*.csv"})) as connection:
        connection.exec_driver_sql("SELECT sum(id) FROM l").all()
    assert "Ottoline" not in f"{caught.value!r}{caught.value.remedy}"


def test_an_ending_that_says_no_format(system: Made) -> None:
    with pytest.raises(CannotVerify, match="format") as caught, reading(system(MEMORY, files={"l": "logs.xlsx"})):
        pass
    assert ".parquet" in caught.value.remedy
