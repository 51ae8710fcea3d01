"""On which ways data leave a PostgreSQL server."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.outflows.ways import Way
from clausecheck.facts import Unreadable
from clausecheck.targets.model import System

_PUBLICATIONS = text("SELECT pubname::text FROM pg_catalog.pg_publication ORDER BY 1")
_SERVERS = text(
    "SELECT s.srvname::text, w.fdwname::text, s.srvoptions FROM pg_catalog.pg_foreign_server s"
    " JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw ORDER BY 1"
)
_EXTENSIONS = text(
    "SELECT extname::text FROM pg_catalog.pg_extension WHERE extname IN ('dblink', 'plproxy') ORDER BY 1"
)
# A slot whose reader is away keeps everything for it. Of a reader nothing but its process is shown to a role that may
# not see what others do.
_COPIES = text(
    "SELECT COALESCE(r.slot_name::text, '') AS slot, s.pid IS NOT NULL AS is_there, s.state IS NULL AS is_hidden,"
    " COALESCE(host(s.client_addr), '') AS address, COALESCE(s.client_hostname, '') AS host,"
    " COALESCE(s.application_name, '') AS application"
    " FROM pg_catalog.pg_stat_replication s FULL JOIN pg_catalog.pg_replication_slots r ON r.active_pid = s.pid"
    " WHERE r.database IS NULL OR r.database = current_database() ORDER BY 1, 4, 6"
)
_ARCHIVES = text(
    "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_settings WHERE name = 'archive_mode' AND setting <> 'off')"
)
_HERE = "somebody on the server's own machine"
_HIDDEN = "this role may not see who reads: grant it pg_read_all_stats"


def ways(connection: Connection, _: System) -> tuple[list[Way], tuple[Unreadable, ...]]:
    """Every way of this database, and those of its whole server. Who reads from it may be hidden: then it is untold.

    Whoever copies without a slot is seen only while connected, and a copy by file not at all.
    """
    found = [Way(label=f"publication {name}", kind="publication", names=(name,))
             for name in connection.scalars(_PUBLICATIONS)]  # fmt: skip
    found += [_server(*row) for row in connection.execute(_SERVERS)]
    found += [Way(label=f"extension {name}, which reaches any server", kind="extension", names=(name,))
              for name in connection.scalars(_EXTENSIONS)]  # fmt: skip
    found += _copies(connection)
    if connection.execute(_ARCHIVES).scalar_one():
        found.append(Way(label="archive of the write-ahead log", kind="archive", names=("archive",)))
    return found, ()


def _server(name: str, wrapper: str, options: list[str] | None) -> Way:
    """By the host that its options name; one of a wrapper without hosts (files) by its own name."""
    told: Mapping[str, str] = dict(option.split("=", 1) for option in options or ())
    host = told.get("host") or told.get("hostaddr") or told.get("server") or ""
    return Way(
        label=f"foreign server {name} of {wrapper}", kind="foreign server", names=(host, name) if host else (name,)
    )


def _copies(connection: Connection) -> Iterator[Way]:
    for row in connection.execute(_COPIES):
        # What an application calls itself anybody may say: it counts where nothing else is known, and is never shown.
        called = tuple(filter(None, (row.address, row.host, row.slot))) or (_HERE, row.application)
        if not row.is_there:
            yield Way(label=f"replication slot {row.slot}", kind="replication slot", names=(row.slot,))
        elif row.is_hidden:
            yield Way(label=f"replication{' by ' + row.slot if row.slot else ''}", kind="replication",
                      names=(row.slot or "somebody",), untold=_HIDDEN)  # fmt: skip
        else:
            yield Way(label=f"replication to {called[0]}", kind="replication", names=called)
