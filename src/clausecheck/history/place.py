"""Where a project's history is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "CLAUSECHECK_HISTORY"
DEFAULT = ".clausecheck/history.sqlite"
OFF = ("off", "none", "no")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A URL or a path; "" where nobody wants a history. `asked` tells whether somebody named it."""

    address: str
    asked: bool


def place_of(environ: Mapping[str, str], target: str, root: Path) -> Place:
    """The environment's, else the target's own (its `history:`, or ""), else a file in the project's folder."""
    named = environ.get(VARIABLE, "").strip() or target
    if named.lower() in OFF:
        return Place(address="", asked=True)
    return Place(address=named or str(root / DEFAULT), asked=bool(named))
