"""What `target check` tells of a system that has one fact worth reading: whatever came of reading it."""

from collections.abc import Callable
from typing import Any

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System


def reach_by(
    noun: str, read: Callable[[System, Context], Population[Any]], system: System, context: Context, *, identity: str
) -> Reach:
    """Read once. Never raises: what was denied is missing, with what would help."""
    try:
        population = read(system, context)
    except CannotVerify as failure:
        grants = (failure.remedy,) if failure.remedy else ()
        return Reach(system=system.name, reached=False, missing=(failure.reason,), grants=grants)
    except Exception as error:
        return Reach(system=system.name, reached=False, missing=(f"the connector failed ({kind_of(error)})",))
    untold = [one.untold for one in population if one.untold]
    return Reach(
        system=system.name,
        reached=True,
        identity=identity,
        can=(f"{len(population):,} {noun}",),
        missing=tuple(dict.fromkeys([*map(str, population.unreadable), *untold])),
        grants=tuple(dict.fromkeys(one.remedy for one in population.unreadable if one.remedy)),
        warnings=population.warnings,
    )
