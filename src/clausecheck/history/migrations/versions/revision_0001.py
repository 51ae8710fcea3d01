"""Runs, what was known after each, and their contents."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(200), nullable=False, unique=True),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("finished_at", sa.String(40)),
        sa.Column("as_of", sa.String(40), nullable=False),
        sa.Column("policy_version", sa.String(10), nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("totals", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("runs_by_target", "runs", ["target", "as_of", "number"])
    op.create_index("runs_by_start", "runs", ["started_at", "number"])
    for name in ("verdicts", "contents"):
        op.create_table(
            name,
            sa.Column("run", sa.Integer, sa.ForeignKey("runs.number"), primary_key=True, autoincrement=False),
            sa.Column("content", sa.LargeBinary, nullable=False),
        )
