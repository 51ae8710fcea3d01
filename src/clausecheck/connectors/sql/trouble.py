"""A driver's exception in plain words. Its text is never repeated: it may quote a value or a URL (rigour 39)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from clausecheck.connectors.sql.databases import Database, database_of
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System


def told(error: BaseException, database: Database, system: System) -> CannotVerify:
    """The `CannotVerify` that this error of this system deserves."""
    if isinstance(error, exc.TimeoutError):
        return CannotVerify(f"{system.name} had no free connection in time", remedy="audit again when it is less busy")
    origin = getattr(error, "orig", None) or error
    reason, remedy = database.trouble(origin) or (f"answered with an error ({kind_of(error)})", "")
    limit = f"{system.time_limit:g} s"
    return CannotVerify(f"{system.name} {reason}".replace("{limit}", limit), remedy=remedy.replace("{limit}", limit))


@contextmanager
def telling(system: System) -> Iterator[None]:
    """Within it, whatever the driver raises becomes `CannotVerify`; everything else passes unchanged."""
    database = database_of(system)
    caught: tuple[type[Exception], ...] = (exc.StatementError, exc.TimeoutError, *database.ERRORS)
    try:
        yield
    except caught as error:
        # "from None", as a traceback would print the driver's text otherwise.
        raise told(error, database, system) from None
