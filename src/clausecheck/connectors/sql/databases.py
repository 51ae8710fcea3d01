"""The databases that the sql connector speaks: one module each, chosen by the URL's scheme."""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

_HERE = "clausecheck.connectors.sql."
DATABASES: dict[str, str] = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mariadb": "mariadb",
    "mysql": "mariadb",
    "duckdb": "duckdb",
}
PROVIDED = ("mailchimp", "sendgrid", "ses")
"""Kinds of system without a database, whose tables are read into one."""
EXTRAS = {"sqlite": "", "postgresql": "postgres", "mariadb": "mysql", "duckdb": "duckdb"}
CONNECT_LIMIT = 10.0
"""Seconds within which a server must have let us in, where the system's own time limit is not shorter."""


class Database(Protocol):
    """What a module of one database offers.

    `made` gives an engine whose every transaction is read-only and consistent, and whose statements are bounded by
    the system's time limit. `ERRORS` are the driver's own exceptions. `trouble` tells a driver's error as reason and
    remedy in plain words; `None` where it has no words for it.
    """

    ERRORS: tuple[type[Exception], ...]
    made: Callable[[URL, System], Engine]
    trouble: Callable[[BaseException], tuple[str, str] | None]


def url_of(system: System) -> URL:
    """The system's URL, or that of what a provider's tables are read into.

    `CannotVerify` where it cannot be read as one; it is not repeated, as it may hold a secret.
    """
    if system.kind in PROVIDED:
        return URL.create("duckdb")
    try:
        return make_url(str(system.settings.get("url", "")))
    except (ArgumentError, ValueError):
        raise CannotVerify(
            f"the url of system {system.name} is not a database URL", remedy="write scheme://user@host:port/database"
        ) from None


def is_on_files(system: System) -> bool:
    """Whether it is read without a server: then the files' own modes decide who may, and nothing else does."""
    return DATABASES.get(url_of(system).get_backend_name()) in ("sqlite", "duckdb")


def database_of(system: System) -> Database:
    """The module that speaks this system's database. `CannotVerify` for an unknown scheme or a missing driver."""
    scheme = url_of(system).get_backend_name()
    if scheme not in DATABASES:
        raise CannotVerify(
            f"no database driver is known for the URL scheme {scheme}",
            remedy="use one of " + ", ".join(sorted(DATABASES)),
        )
    name = DATABASES[scheme]
    module = "provided" if system.kind in PROVIDED else name
    try:
        return cast(Database, import_module(_HERE + module))
    except ModuleNotFoundError as missing:
        raise CannotVerify(
            f"the driver {missing.name} for {name} is not installed",
            remedy=f"pip install 'clausecheck[{EXTRAS[name]}]'",
        ) from None


def connect_limit(system: System) -> float:
    """Seconds within which a connection must stand."""
    return min(CONNECT_LIMIT, system.time_limit)
