"""What a connector is: a module with these names, listed in `all_connectors`. No base class, no registration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from clausecheck.facts import Population
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System


@dataclass(frozen=True, kw_only=True)
class Context:
    """What every reading needs: the moment judged, the machine's own clock, and pseudonyms. Both moments are aware.

    `exhibits` takes what is to be kept as evidence, by the name of its file; None where nobody keeps any.
    """

    as_of: datetime
    clock: datetime
    pseudonyms: Pseudonyms
    time_zone: str
    exhibits: dict[str, bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What `target check` tells of a system: reached or not, as whom, what is missing, what would help."""

    system: str
    reached: bool
    identity: str = ""
    can: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A table that a system is asked for and cannot give whole: why, and what would help."""

    why: str
    remedy: str


class Connector(Protocol):
    """A module that reads one kind of system, read-only, and returns facts.

    `FACTS` maps the name of each fact that this kind can tell ("stores", "administrators") to a function
    `(System, Context) -> Population`. It raises `CannotVerify` where nothing at all could be read; what is denied
    in part becomes `unreadable` in the population. Everything is bounded by `system.time_limit` seconds a call.
    `reach` never raises.
    """

    FACTS: Mapping[str, Any]

    def reach(self, system: System, context: Context) -> Reach: ...


def nothing_told(fact: str, system: System) -> Population[Any]:
    """Raise the `CannotVerify` that a kind without this fact deserves."""
    from clausecheck.errors import CannotVerify

    raise CannotVerify(f"a system of kind {system.kind} does not tell its {fact}")
