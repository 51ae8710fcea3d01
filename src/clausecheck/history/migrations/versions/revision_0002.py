"""Who signed a run, and who had keys of it revealed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sign_offs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.number"), nullable=False, index=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("decisions", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reveals",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.number"), nullable=False, index=True),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("shown", sa.Integer),
        sqlite_autoincrement=True,
    )
