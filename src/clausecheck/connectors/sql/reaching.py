"""What `target check` tells of a database."""

from datetime import UTC, datetime

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.sql.clock import clock_warning, server_clock
from clausecheck.connectors.sql.reading import reading
from clausecheck.connectors.sql.rights import rights_of
from clausecheck.connectors.sql.seeing import lacking, overheard
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System


def reach(system: System, context: Context) -> Reach:  # noqa: ARG001 - the Protocol's
    """Whether the database lets us in, as whom, what it lets us read, and what would help. Never raises."""
    try:
        return _reached(system)
    except CannotVerify as error:
        grants = (error.remedy,) if error.remedy else ()
        return Reach(system=system.name, reached=False, missing=(error.reason,), grants=grants)
    except Exception as error:
        return Reach(system=system.name, reached=False, missing=(f"the connector failed ({kind_of(error)})",))


def _reached(system: System) -> Reach:
    with reading(system) as connection:
        # Both clocks are read here and now: the context's is the audit's start, some connections ago.
        drift = clock_warning(server_clock(connection), datetime.now(UTC))
        rights = rights_of(connection, system)
        unseen = lacking(connection)
        plain = overheard(connection, system)
    return Reach(
        system=system.name,
        reached=True,
        identity=rights.identity,
        can=rights.can,
        missing=(*rights.missing, *(what for what, _ in unseen)),
        grants=(*rights.grants, *(grant for _, grant in unseen)),
        warnings=(*rights.warnings, *filter(None, (plain, drift))),
    )
