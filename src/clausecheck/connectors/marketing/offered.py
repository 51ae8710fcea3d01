"""What every marketing provider offers to `target check`: which of its tables can be read."""

from collections.abc import Callable

from clausecheck.connectors.marketing.reading import wanted
from clausecheck.connectors.marketing.rows import Tables
from clausecheck.connectors.protocol import Context, Missing, Reach
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System


def reaching(read: Callable[[System], Tables], identity: str) -> Callable[[System, Context], Reach]:
    """The `reach` of a connector. It never raises."""

    def reach(system: System, context: Context) -> Reach:  # noqa: ARG001 - the Protocol's
        try:
            return _told(system, read(system), identity)
        except CannotVerify as failure:
            grants = (failure.remedy,) if failure.remedy else ()
            return Reach(system=system.name, reached=False, missing=(failure.reason,), grants=grants)
        except Exception as error:
            return Reach(system=system.name, reached=False, missing=(f"the connector failed ({kind_of(error)})",))

    return reach


def _told(system: System, tables: Tables, identity: str) -> Reach:
    read = {name: rows for name in wanted(system) if (rows := getattr(tables, name, None)) is not None}
    missing = {name: rows for name, rows in read.items() if isinstance(rows, Missing)}
    return Reach(
        system=system.name,
        reached=len(missing) < len(read),
        identity=identity,
        can=tuple(f"{len(rows):,} {name}" for name, rows in read.items() if not isinstance(rows, Missing)),
        missing=tuple(f"{name}: {one.why}" for name, one in missing.items()),
        grants=tuple(dict.fromkeys(one.remedy for one in missing.values() if one.remedy)),
    )
