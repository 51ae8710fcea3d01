"""The same tables in each database, made once and refilled for each random world."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from clausecheck.connectors.sql import close_all
from clausecheck.targets.model import System
from fixtures.worlds import servers
from fixtures.worlds.sql import fresh

Rows = Sequence[Mapping[str, Any]]
ALL = ("sqlite", "duckdb", "postgresql", "mariadb")


@dataclass
class Tables:
    """Tables of one database. `roles` names, for each table, the roles that tell time: each has four columns."""

    sql: str
    owner: str
    reader: str
    plain: Mapping[str, Sequence[str]]
    timed: Mapping[str, Sequence[str]]
    metadata: sa.MetaData = field(default_factory=sa.MetaData)
    systems: dict[str, System] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, columns in self.plain.items():
            text = sa.String(255) if self.sql == "mariadb" else sa.Text()
            timed = [
                sa.Column(f"{role}_{kind}", type_)
                for role in self.timed[name]
                for kind, type_ in _types(self.sql).items()
            ]
            key = sa.Column("id", sa.Integer)
            sa.Table(name, self.metadata, key, *(sa.Column(column, text) for column in columns), *timed)
        self.engine = sa.create_engine(self.owner, poolclass=sa.NullPool if self.sql == "duckdb" else None)
        with self._writing() as connection:
            self.metadata.create_all(connection)
            if self.sql == "postgresql":
                connection.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self.engine.begin() as connection:
            if self.sql == "mariadb":
                connection.execute(sa.text("SET time_zone = '+00:00'"))
            if self.sql == "duckdb":
                connection.execute(sa.text("SET TimeZone = 'UTC'"))
            yield connection

    def fill(self, **tables: Rows) -> None:
        """These rows and no others."""
        if self.sql == "duckdb":
            close_all()  # an open database file cannot be written by a second connection
        with self._writing() as connection:
            for name, rows in tables.items():
                connection.execute(self.metadata.tables[name].delete())
                if rows:
                    stored = [{**row, **self._timed(name, row)} for row in rows]
                    connection.execute(self.metadata.tables[name].insert(), stored)

    def _timed(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        zoned = {f"{role}_z": row[f"{role}_z"] for role in self.timed[name]}
        if self.sql == "sqlite":
            return {column: moment and moment.isoformat() for column, moment in zoned.items()}
        if self.sql == "mariadb":
            return {column: moment and moment.astimezone(UTC).replace(tzinfo=None) for column, moment in zoned.items()}
        return zoned

    def system(self, timezone: str) -> System:
        """The one system that reads this database in this time zone."""
        if timezone not in self.systems:
            made = System(name="sql", kind="sql", settings={"url": self.reader}, timezone=timezone)
            self.systems[timezone] = made
        return self.systems[timezone]


def _types(sql: str) -> dict[str, Any]:
    if sql == "sqlite":
        return {"d": sa.Date(), "z": sa.Text(), "n": sa.DateTime(), "t": sa.Text()}
    if sql == "mariadb":
        return {"d": sa.Date(), "z": mysql.TIMESTAMP(fsp=6), "n": mysql.DATETIME(fsp=6), "t": sa.String(255)}
    return {"d": sa.Date(), "z": sa.DateTime(timezone=True), "n": sa.DateTime(), "t": sa.Text()}


@contextmanager
def tables(
    sql: str, folder: Path, plain: Mapping[str, Sequence[str]], timed: Mapping[str, Sequence[str]]
) -> Iterator[Tables]:
    """Fresh tables; the test is skipped where the server's program is not installed."""
    try:
        with fresh(sql, folder) as (owner, reader):
            made = Tables(sql=sql, owner=owner, reader=reader, plain=plain, timed=timed)
            yield made
            close_all()
            made.engine.dispose()
    except servers.Missing as missing:
        pytest.skip(str(missing))
