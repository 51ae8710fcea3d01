"""Database clocks that differ from the auditing machine's (rigour 1): a warning, never a verdict."""

from datetime import UTC, datetime

from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System


def clock_warning_of(system: System) -> str:
    """A sentence where a database's clock is more than a minute away from this machine's, else "".

    A database that cannot be asked has no warning: its findings say already that it could not be read.
    """
    if system.kind != "sql":
        return ""
    from clausecheck.connectors.sql import clock_warning, reading, server_clock

    try:
        with reading(system) as connection:
            return clock_warning(server_clock(connection), datetime.now(UTC))
    except CannotVerify:
        return ""
