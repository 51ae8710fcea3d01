"""The sql connector: SQLite, PostgreSQL, MariaDB and MySQL, DuckDB over its own file or over Parquet, CSV and JSON.

`reading` opens one read-only, consistent, time-limited look; `reflected` tells a table's columns. Settings of a
system: `url`; for DuckDB also `files: {view: path or pattern}`, relative to the project's root; `authorised_roles`,
who may reach what it holds.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.sql.accesses import accesses
from clausecheck.connectors.sql.clock import clock_warning, server_clock
from clausecheck.connectors.sql.engines import close_all, engine
from clausecheck.connectors.sql.monitors import monitors
from clausecheck.connectors.sql.outflows import outflows
from clausecheck.connectors.sql.reaching import reach
from clausecheck.connectors.sql.reading import reading
from clausecheck.connectors.sql.reflecting import changes_on_update, reflected
from clausecheck.connectors.sql.row_security import hides_rows
from clausecheck.connectors.sql.stores import stores
from clausecheck.connectors.sql.tables import Listing, listing, shown_table

FACTS: Mapping[str, Any] = {"accesses": accesses, "monitors": monitors, "outflows": outflows, "stores": stores}

__all__ = [
    "FACTS",
    "Listing",
    "changes_on_update",
    "clock_warning",
    "close_all",
    "engine",
    "hides_rows",
    "listing",
    "reach",
    "reading",
    "reflected",
    "server_clock",
    "shown_table",
]
