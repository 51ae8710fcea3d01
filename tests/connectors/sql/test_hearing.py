"""Each statement is told with its rows and its time, and without a value."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.model import Call
from clausecheck.targets.model import System

Made = Callable[..., System]


def asked(heard: list[Call], what: str) -> Call:
    return next(one for one in reversed(heard) if what in one.what)


def test_statements_are_told_with_the_rows_that_were_read(tickets: str, system: Made) -> None:
    heard: list[Call] = []
    before = datetime.now(UTC)
    with reading(system(tickets, heard=heard.append)) as connection:
        table = reflected(connection, "tickets")
        heard.clear()
        whole = sa.select(table.c.id, table.c.note)
        assert len(connection.execute(whole).all()) == 2
        assert connection.execute(whole).first() is not None
        assert len(list(connection.execute(whole))) == 2
        assert len(list(connection.execute(whole).partitions(1))) == 2
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 2
        assert connection.execute(whole.where(table.c.note == "Ottoline")).all() == []
    told = [(one.system, one.kind, one.rows, one.failure) for one in heard if "tickets" in one.what]
    assert told == [("crm", "sql", rows, "") for rows in (2, 1, 2, 2, 1, 0)]
    assert all(before <= one.began <= datetime.now(UTC) and 0 <= one.seconds < 60 for one in heard)
    assert "Ottoline" not in repr(heard)


def test_a_statement_that_fails_is_told_without_its_text_of_trouble(tickets: str, system: Made) -> None:
    heard: list[Call] = []
    with pytest.raises(CannotVerify), reading(system(tickets, heard=heard.append)) as connection:
        connection.execute(sa.text("SELECT nobody FROM tickets WHERE note = :note"), {"note": "Ottoline"})
    failed = asked(heard, "SELECT nobody")
    assert failed.failure
    assert "nobody" not in failed.failure
    assert failed.rows is None
    assert "Ottoline" not in repr(heard)


def test_a_streamed_result_is_counted_as_far_as_it_was_read(tickets: str, system: Made) -> None:
    heard: list[Call] = []
    with reading(system(tickets, heard=heard.append), stream=True) as connection:
        result = connection.execute(sa.text("SELECT id FROM tickets"))
        assert result.fetchone() is not None
        result.close()
    assert asked(heard, "SELECT id FROM tickets").rows in {1, 2}  # drivers fetch ahead


def test_where_nobody_listens_nothing_is_counted(tickets: str, system: Made) -> None:
    with reading(system(tickets)) as connection:
        cursor = connection.execute(sa.text("SELECT id FROM tickets")).cursor
    assert "_Counting" not in type(cursor).__name__
