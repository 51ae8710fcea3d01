"""What the audit's own process takes, measured in a process that does nothing else, and which rows it was given.

In one database, nothing leaves it but counts and the keys of the examples. Across two systems (the ledger in
PostgreSQL, the provider's sends in Parquet) the columns needed travel, hashed, and must not pile up in memory.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import sqlalchemy as sa

from benchmarks.consent import agree, by_hand, sizes
from benchmarks.measuring import Row
from benchmarks.rows import PERIODS
from benchmarks.startup import ROOT
from benchmarks.world import COMMUNICATIONS, CONSENT, filled
from clausecheck.facts import SHOWN

LIMIT, LIMIT_ACROSS = 150, 400
SENDS = {"id": "BIGINT", "customer_id": "TEXT", "purpose": "TEXT", "channel": "TEXT", "sent_at": "TIMESTAMPTZ"}


def memory(*, rows: int = 5_000_000, events: int = 1_000_000) -> Iterator[Row]:
    """The rows of the table for this question."""
    yield from _one_system(rows)
    yield from _two_systems(events)


def _one_system(rows: int) -> Iterator[Row]:
    with filled(COMMUNICATIONS, rows=rows) as database, tempfile.TemporaryDirectory() as folder:
        told, audit = alone("rows", database.reader), alone("audit", database.reader, folder)
    examined, overdue = told["counts"][0], told["counts"][6]
    if audit["counts"] != [examined, overdue]:
        raise AssertionError(f"the command counts {audit['counts']} where three obligations gave {told['counts']}")
    what = f"clausecheck audit over {rows:,} communications, largest resident size"
    yield Row(what=what, figure=audit["megabytes"], unit="MB", limit=LIMIT)
    what = "  the three obligations without command, reports and checks"
    yield Row(what=what, figure=told["megabytes"], unit="MB", limit=LIMIT)
    note = f"besides {told['answers']} rows of counts"
    yield Row(
        what="  keys that they were given", figure=told["keys"], unit="rows", limit=SHOWN * len(PERIODS), note=note
    )


def _two_systems(events: int) -> Iterator[Row]:
    with filled(CONSENT, **sizes(events)) as database, tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(database.reader, poolclass=sa.NullPool)
        parquet = _in_parquet(database.reader, Path(folder))
        told = alone("consent", database.reader, str(parquet))
        agree(told["counts"], by_hand(engine))
    what = f"{events:,} consent events in PostgreSQL, {events * 2:,} sends in Parquet"
    yield Row(what=what, figure=told["seconds"], unit="s")
    yield Row(what="  largest resident size", figure=told["megabytes"], unit="MB", limit=LIMIT_ACROSS)


def _in_parquet(url: str, folder: Path) -> Path:
    """The sends of this database as the file of a provider's export."""
    with (
        psycopg.connect(sa.make_url(url).set(drivername="postgresql").render_as_string()) as connection,
        connection.cursor().copy(f"COPY (SELECT {', '.join(SENDS)} FROM sends) TO STDOUT (FORMAT csv)") as sent,
        (folder / "sends.csv").open("wb") as file,
    ):
        file.writelines(sent)
    with duckdb.connect() as opened:
        read = opened.read_csv(str(folder / "sends.csv"), header=False, columns=SENDS)
        read.write_parquet(str(folder / "sends.parquet"))
    return folder / "sends.parquet"


def alone(*arguments: str) -> dict[str, Any]:
    """What `benchmarks.alone` told of this question, in a process that does nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.alone", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told
