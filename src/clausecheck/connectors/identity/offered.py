"""What every identity provider offers to the audit, out of the one thing that it reads: its administrators."""

from collections.abc import Callable, Mapping
from typing import Any

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_once import reach_by
from clausecheck.connectors.sign_ins import accesses_of
from clausecheck.facts import Access, Administrator, Population
from clausecheck.targets.model import System

Reading = Callable[[System, Context], Population[Administrator]]


def offered(
    administrators: Reading, identity: Callable[[System], str]
) -> tuple[Mapping[str, Any], Callable[[System, Context], Reach]]:
    """`FACTS` and `reach` of a connector. `identity` says as whom it reads, without a secret or a person's name."""

    def accesses(system: System, context: Context) -> Population[Access]:
        return accesses_of(administrators(system, context), system)

    def reach(system: System, context: Context) -> Reach:
        return reach_by("administrators", administrators, system, context, identity=identity(system))

    return {"administrators": administrators, "accesses": accesses}, reach
