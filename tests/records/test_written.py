"""A statement that is shown can be run as it stands: its values are in it, as the database understands them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.types import UserDefinedType

from clausecheck.facts.listing import OPEN, is_of_one_database
from clausecheck.records.written import written
from fixtures.worlds.servers import Missing
from fixtures.worlds.sql import DATABASES, fresh

THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Opaque(UserDefinedType[object]):
    """A type whose values SQLAlchemy cannot write out."""

    cache_ok = True

    def get_col_spec(self) -> str:
        return "opaque"


def rows_of(connection: sa.Connection, statement: sa.Select[tuple[object]]) -> list[object]:
    """What the text gives, sent as it is."""
    text = written(connection, statement)
    assert "?" not in text
    return list(connection.execution_options(no_parameters=True).exec_driver_sql(text).scalars())


def asked(dialect: str) -> list[tuple[sa.Select[tuple[object]], list[object]]]:
    """Statements that SQLAlchemy writes wrongly where it is only asked for literal values, and what they give."""
    n = sa.literal_column("4", sa.Integer)
    moment = sa.case((sa.literal(1) == 1, sa.literal(THEN, sa.DateTime(timezone=True))), else_=sa.null())
    told: list[tuple[sa.Select[tuple[object]], list[object]]] = [
        (sa.select(n % 3), [1]),
        (sa.select(sa.literal("50 %% of a%sb:c")), ["50 %% of a%sb:c"]),
        (sa.select(sa.literal("a").is_not_distinct_from(sa.literal("a"))), [True]),
    ]
    if dialect in {"sqlite", "postgresql"}:
        told.append((sa.select(sa.select(n.label("n")).offset(0).subquery().c.n), [4]))
    if dialect in {"postgresql", "duckdb"}:
        told.append((sa.select(sa.extract("year", sa.literal(date(2026, 3, 1)))), [2026]))
        told.append((sa.select(sa.func.timezone("UTC", moment) < datetime(2026, 3, 1, 12, 0, 1)), [True]))
    return told


@pytest.mark.parametrize("sql", DATABASES)
def test_what_is_written_can_be_run(sql: str, tmp_path: Path) -> None:
    try:
        with (
            fresh(sql, tmp_path) as (_, reader),
            sa.create_engine(reader, poolclass=sa.NullPool).connect() as connection,
        ):
            for statement, expected in asked(connection.dialect.name):
                assert rows_of(connection, statement) == expected
    except Missing as missing:
        pytest.skip(str(missing))


def test_what_cannot_be_written_says_so() -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        text = written(connection, sa.select(sa.literal(object(), Opaque())))
    assert text.startswith(f"-- {OPEN}\n")
    assert not is_of_one_database(text)
