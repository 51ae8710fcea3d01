"""What `target check` tells of a system that is read by its facts alone."""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System


def read_all(facts: Mapping[str, Any], system: System, context: Context) -> Reach:
    """Read every fact once and tell what came of it. Never raises."""
    can: list[str] = []
    missing: list[str] = []
    grants: list[str] = []
    for fact, read in facts.items():
        try:
            population = read(system, context)
        except CannotVerify as failure:
            missing.append(f"{fact}: {failure.reason}")
            grants.append(failure.remedy)
        except Exception as error:
            missing.append(f"{fact} could not be read ({kind_of(error)})")
        else:
            can.append(f"{len(population)} {population.noun}")
            missing += [str(one) for one in population.unreadable]
            grants += [one.remedy for one in population.unreadable]
    return Reach(
        system=system.name,
        reached=bool(can),
        can=tuple(can),
        missing=tuple(dict.fromkeys(missing)),
        grants=tuple(dict.fromkeys(filter(None, grants))),
    )
