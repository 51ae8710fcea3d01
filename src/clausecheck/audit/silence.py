"""What libraries log while they read may quote rows, addresses and answers, so it goes nowhere (rigour 39)."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging import Handler, NullHandler, getLogger

TALKING = (
    "asyncio", "boto3", "botocore", "dns", "duckdb", "duckdb_sqlalchemy", "great_expectations", "httpcore", "httpx",
    "ldap3", "psycopg", "pymysql", "sqlalchemy", "urllib3",
)  # fmt: skip
"""Their loggers; those of their modules hand everything up to these."""


@contextmanager
def silence() -> Iterator[None]:
    """Within it, nothing that these libraries log reaches a handler, whatever level somebody asked for."""
    loggers = [getLogger(name) for name in TALKING]
    before = [(logger, logger.propagate) for logger in loggers]
    nowhere = NullHandler()  # without any handler, warnings would be printed
    for logger in loggers:
        logger.propagate = False
        logger.addHandler(nowhere)
        # pytest hands its own handlers to every logger that hands nothing up.
        vars(logger)["addHandler"] = _refused
    try:
        yield
    finally:
        for logger, propagate in before:
            vars(logger).pop("addHandler", None)
            logger.propagate = propagate
            logger.removeHandler(nowhere)


def _refused(_handler: Handler) -> None:
    """Nobody listens to this library for now."""
