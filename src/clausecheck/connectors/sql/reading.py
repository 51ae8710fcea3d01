"""One consistent, read-only look at a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from clausecheck.connectors.sql.engines import engine
from clausecheck.connectors.sql.trouble import telling
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.targets.model import System

STREAMED_ROWS = 10_000
"""How many rows of a streamed result are held at a time."""


@contextmanager
def reading(system: System, *, stream: bool = False) -> Iterator[Connection]:
    """A connection in one read-only transaction: every statement on it sees the database of one moment.

    Every statement is bounded by `system.time_limit` seconds. SQLite and DuckDB count from the statement to its last
    row; MariaDB may; PostgreSQL counts each batch of a streamed result by itself. With `stream`, rows come through a
    server-side cursor, at most `STREAMED_ROWS` at a time, and one result must be read or closed before the next
    statement. Several readings of one system may be open at once, in several threads.

    `CannotVerify` for whatever the database or its driver raises inside, with a reason in plain words; `Unreachable`
    where it did not even let us in.
    """
    with telling(system), _connected(system) as connection:
        if stream:
            connection.execution_options(stream_results=True, max_row_buffer=STREAMED_ROWS)
        yield connection


def _connected(system: System) -> Connection:
    try:
        with telling(system):
            return engine(system).connect()
    except CannotVerify as reason:
        raise Unreachable(reason.reason, system=system.name, tried=reason.tried, remedy=reason.remedy) from None
