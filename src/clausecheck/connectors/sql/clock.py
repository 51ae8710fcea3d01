"""A database server's clock, for the warning of rigour 1. No verdict depends on it."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

TOLERATED = 60.0
"""Seconds that the server's and the auditing machine's clocks may differ."""
_CLOCKS = {
    "postgresql": text("SELECT clock_timestamp()"),
    "mysql": text("SELECT UTC_TIMESTAMP(6)"),
}


def server_clock(connection: Connection) -> datetime | None:
    """What the server takes for now, aware; `None` for SQLite and DuckDB, which run on this machine."""
    asked = _CLOCKS.get(connection.dialect.name)
    if asked is None:
        return None
    told: datetime = connection.execute(asked).scalar_one()
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def clock_warning(there: datetime | None, here: datetime) -> str:
    """A sentence where the two clocks are more than `TOLERATED` seconds apart, else ""."""
    if there is None or abs((there - here).total_seconds()) <= TOLERATED:
        return ""
    ahead = (there - here).total_seconds()
    return f"the server's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the auditing machine's"
