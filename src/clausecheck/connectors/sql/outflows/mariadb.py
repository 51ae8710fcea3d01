"""On which ways data leave a MariaDB server."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from clausecheck.connectors.sql.outflows.ways import Way
from clausecheck.connectors.sql.rights.mariadb import account_of, sees_processes
from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.targets.model import System

_DENIED = (1142, 1143, 1044)
_SERVERS = text("SELECT Server_name, Host, Wrapper FROM mysql.servers ORDER BY 1")
_TABLES = text(
    "SELECT table_schema, table_name, engine FROM information_schema.tables WHERE engine IN"
    " ('FEDERATED', 'CONNECT', 'SPIDER', 'S3', 'MROONGA', 'SPHINX') AND table_schema NOT IN"
    " ('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY 1, 2"
)
_READERS = text("SELECT host, user FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%' ORDER BY 1, 2")


def ways(connection: Connection, system: System) -> tuple[list[Way], tuple[Unreadable, ...]]:
    """Every way of the databases that this account sees, and of the whole server.

    Replicas are those that read the binary log now: the server forgets one that is away. `CannotVerify` for MySQL.
    """
    if not getattr(connection.dialect, "is_mariadb", False):
        raise CannotVerify(f"{system.name} is MySQL, whose ways out are not read yet")
    found = list(_tables(connection))
    unreadable = []
    try:
        found += [_server(*row) for row in connection.execute(_SERVERS)]
    except DBAPIError as error:
        if error.orig is None or error.orig.args[0] not in _DENIED:
            raise
        unreadable.append(_denied(connection, f"foreign servers of {system.name}", "SELECT ON mysql.servers"))
    if sees_processes(connection):
        found += [_reader(*row) for row in connection.execute(_READERS)]
    else:
        unreadable.append(_denied(connection, f"replicas of {system.name}", "PROCESS ON *.*"))
    return found, tuple(unreadable)


def _denied(connection: Connection, what: str, right: str) -> Unreadable:
    remedy = f"GRANT {right} TO {account_of(connection)};"
    return Unreadable(what=what, why=f"this account lacks {right.partition(' ')[0]}", remedy=remedy)


def _tables(connection: Connection) -> Iterator[Way]:
    for schema, name, engine in connection.execute(_TABLES):
        label = f"table {schema}.{name} of the engine {engine}"
        yield Way(label=label, kind="foreign table", names=(f"{schema}.{name}", name))


def _server(name: str, host: str, wrapper: str) -> Way:
    names = (host, name) if host else (name,)
    return Way(label=f"foreign server {name} of {wrapper}", kind="foreign server", names=names)


def _reader(host: str, user: str) -> Way:
    """`address:port`, of which the port changes with every connection."""
    address = host.rpartition(":")[0] or host
    return Way(label=f"replication to {address}", kind="replication", names=(address, user))
