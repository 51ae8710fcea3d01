"""PostgreSQL through psycopg 3: repeatable read, read-only, with the server's own statement time limit."""

import os
import socket
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event

from clausecheck.connectors.sql.databases import connect_limit
from clausecheck.connectors.sql.limits import GRACE, STATEMENTS_KEPT, Watch
from clausecheck.targets.model import System

ERRORS = (psycopg.Error,)
_START = "start the server, or correct host and port in the system's url"
_SIGN_IN = "correct user and password in the environment, and the server's pg_hba.conf"
_STATES = {
    "57014": ("did not finish a statement within {limit}", "raise the system's time_limit"),
    "42501": ("denied access to this role", "grant SELECT on what the target maps; see `clausecheck target check`"),
    "42P01": ("has no such table or view", "correct the dataset's table"),
    "42703": ("has no such column", "correct the dataset's column roles"),
    "3D000": ("has no such database", "correct the database in the system's url"),
    "28P01": ("refused the sign-in", _SIGN_IN),
    "28000": ("refused the sign-in", _SIGN_IN),
    "53300": ("has no connection left", "audit when it is less busy, or raise max_connections"),
    "25006": ("refused to write, as it should", "report this: the audit never writes"),
    "57P01": ("was shut down in the middle", "audit again when it runs"),
    "57P03": ("is starting up or shutting down", "audit again when it runs"),
}
_CLASSES = {
    "08": ("lost the connection", "audit again when the server and the network hold"),
    "28": ("refused the sign-in", _SIGN_IN),
    "22": ("could not evaluate a stored value", "correct the dataset's column types or roles"),
    "53": ("ran out of resources", "audit when it is less busy"),
}
# libpq gives no state for a failed connection, only words; they are looked at here and not repeated.
_WORDS = {
    "password authentication failed": _STATES["28P01"],
    "no password supplied": _STATES["28P01"],
    "authentication failed": _STATES["28P01"],
    "pg_hba.conf": _STATES["28000"],
    "role ": _STATES["28000"],
    "database ": _STATES["3D000"],
    "too many": _STATES["53300"],
    "starting up": _STATES["57P03"],
    "shutting down": _STATES["57P03"],
    "refused": ("is not reachable: connection refused", _START),
    "translate host name": ("is not reachable: its host name is unknown", _START),
    "resolve host": ("is not reachable: its host name is unknown", _START),
    "No such file": ("is not reachable: no server listens there", _START),
    "timeout": ("did not answer in time", _START),
    "closed": _CLASSES["08"],
    "lost": _CLASSES["08"],
    "SSL": ("could not agree on TLS", "correct sslmode in the system's url, or the server's certificate"),
}


class _Bounded(psycopg.Connection[Any]):
    """A connection that hangs up on a server which does not even report its own time limit."""

    patience: float = 60.0

    def wait(self, *args: Any, **options: Any) -> Any:
        with Watch(self.patience, self._hang_up):
            return super().wait(*args, **options)

    def _hang_up(self) -> None:
        with socket.socket(fileno=os.dup(self.pgconn.socket)) as line:
            line.shutdown(socket.SHUT_RDWR)


def made(url: URL, system: System) -> Engine:
    """An engine whose transactions are repeatable-read and read-only, in UTC, bounded by the time limit."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        query_cache_size=STATEMENTS_KEPT,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        pool_pre_ping=True,
        pool_timeout=connect_limit(system),
        hide_parameters=True,
    )

    event.listen(engine, "do_connect", lambda dialect, record, args, given: _opened(system, given))
    return engine


def _opened(system: System, given: dict[str, Any]) -> _Bounded:
    keepalive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    limits = {"connect_timeout": max(2, round(connect_limit(system))), "application_name": "clausecheck"}
    opened = _Bounded.connect(**{**keepalive, **limits, **given}, autocommit=True, prepare_threshold=None)
    opened.patience = system.time_limit + GRACE
    opened.execute(
        "SELECT set_config('default_transaction_read_only', 'on', false), set_config('TimeZone', 'UTC', false),"
        " set_config('statement_timeout', %s, false)",
        [f"{round(system.time_limit * 1000)}ms"],
    )
    opened.autocommit = False
    return opened


def trouble(error: BaseException) -> tuple[str, str] | None:
    """Reason and remedy by the SQL state, or its class; for a failed connection by what libpq's words tell."""
    state = getattr(error, "sqlstate", None)
    if state:
        return _STATES.get(state) or _CLASSES.get(state[:2])
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return _WORDS["timeout"]
    words = str(error)
    return next((told for word, told in _WORDS.items() if word in words), None)
