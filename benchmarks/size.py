"""Every record check over one target of twenty datasets of a million rows each, in PostgreSQL.

Scans are told by the statements that were sent; the memory is that of the audit's own process, and what the database
takes for itself is its own.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from benchmarks import large
from benchmarks.measuring import Row
from benchmarks.memory import alone
from clausecheck.connectors.sql import close_all
from fixtures.worlds.servers import running

LIMIT = 200
SLOWEST = 5


def size(*, rows: int = 1_000_000) -> Iterator[Row]:
    """The rows of the table for this question."""
    with running("postgresql").new_database() as database, tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(database.owner, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        large.fill(engine, rows)
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        try:
            told = alone("size", database.reader, str(Path(folder)))
        finally:
            close_all()
    full, counts = large.full(rows), told["counts"]
    what = f"{len(full)} datasets of {rows:,} rows, every record check"
    yield Row(what=what, figure=told["seconds"], unit="s", note="wall time, the database's included")
    yield Row(what="  largest resident size of the audit", figure=told["megabytes"], unit="MB", limit=LIMIT)
    for table in full:
        yield Row(what=f"  scans of {table}", figure=counts["scans"].get(table, 0), unit="scans",
                  limit=counts["planned"][table])  # fmt: skip
    yield Row(what="  questions that scan oftener than planned", figure=len(counts["beyond"]), unit="rows", limit=0,
              note="; ".join(counts["beyond"]))  # fmt: skip
    slowest = sorted(counts["slowest"].items(), key=lambda one: -one[1])[:SLOWEST]
    for name, seconds in slowest:
        yield Row(what=f"  {name}", figure=seconds, unit="s", note="among the slowest")
