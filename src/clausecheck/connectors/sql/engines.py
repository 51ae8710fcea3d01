"""One pooled engine a system, for as long as a run lasts."""

import atexit
from threading import Lock

from sqlalchemy import Engine

from clausecheck.connectors.sql.compiling import quick
from clausecheck.connectors.sql.databases import database_of, url_of
from clausecheck.connectors.sql.hearing import tell
from clausecheck.targets.model import System

_engines: dict[int, tuple[System, Engine]] = {}
_lock = Lock()


def engine(system: System) -> Engine:
    """The engine of this very system, made on first use; safe to ask from several threads.

    `CannotVerify` where the URL or the driver is wrong. Nothing is connected yet.
    """
    with _lock:
        # The system is kept beside its engine, so that its id is not given to another one meanwhile.
        if id(system) not in _engines:
            made = quick(database_of(system).made(url_of(system), system))
            tell(made, system.name, system.heard)
            _engines[id(system)] = (system, made)
        return _engines[id(system)][1]


def close_all() -> None:
    """Close every connection and forget every engine. A run calls this when it ends."""
    with _lock:
        for _, made in _engines.values():
            made.dispose()
        _engines.clear()


atexit.register(close_all)
