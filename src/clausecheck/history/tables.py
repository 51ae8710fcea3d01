"""The tables of a history, as the newest version has them; `migrations/` brings older ones up to it.

Moments are text in UTC, ISO 8601 with microseconds: both databases sort it alike, and it is what people see in it.
What is asked of every row stands in `runs`, which is narrow; what is read for one run at a time lies beside it.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

VERSION = "0002"
"""The revision of `migrations/` that these tables are."""

RUNNING, FINISHED = "running", "finished"

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, unique=True),
    Column("target", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("finished_at", String(40)),
    Column("as_of", String(40), nullable=False),
    Column("policy_version", String(10), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("selection", Text, nullable=False),
    Column("totals", Text, nullable=False),
    Index("runs_by_target", "target", "as_of", "number"),
    Index("runs_by_start", "started_at", "number"),
    sqlite_autoincrement=True,
)
"""One row a run, from its start; `selection` and `totals` are JSON."""

verdicts = Table(
    "verdicts",
    metadata,
    Column("run", Integer, ForeignKey("runs.number"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
"""What was known after a run of every finding and clause, `comparing.Verdicts` packed."""

contents = Table(
    "contents",
    metadata,
    Column("run", Integer, ForeignKey("runs.number"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
"""The whole run, `storing.stored`."""

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", Integer, ForeignKey("runs.number"), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Each signing of a run; the last one counts, and those before it stay. `decisions` is JSON."""

reveals = Table(
    "reveals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", Integer, ForeignKey("runs.number"), nullable=False, index=True),
    Column("finding", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("shown", Integer),
    sqlite_autoincrement=True,
)
"""Who had the keys of a finding listed, and how many; written before they are, when `shown` is NULL. Never the keys."""
