"""What an audit can reach, before it is run."""

from concurrent.futures import ThreadPoolExecutor

from clausecheck.audit.administrators import context_of
from clausecheck.connectors.all_connectors import connector
from clausecheck.connectors.protocol import Reach
from clausecheck.errors import CannotVerify
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System


def reached(audit: Audit) -> list[Reach]:
    """What each system of the target says of itself, in the target's order; all are asked at once."""
    systems = list(audit.target.systems.values())
    with ThreadPoolExecutor(max(len(systems), 1)) as pool:
        return list(pool.map(lambda system: _reached(system, audit), systems))


def _reached(system: System, audit: Audit) -> Reach:
    try:
        return connector(system.kind).reach(system, context_of(audit))
    except CannotVerify as reason:
        missing = (str(reason),)
        return Reach(
            system=system.name, reached=False, missing=missing, grants=(reason.remedy,) if reason.remedy else ()
        )
