"""One run and its history, from its start to its end. What fails after the start costs a warning, never the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from clausecheck.errors import CommandError
from clausecheck.history.keeping import Ledger, Start
from clausecheck.history.opening import CannotRemember
from clausecheck.history.place import place_of
from clausecheck.model import Run


@dataclass(frozen=True, kw_only=True)
class Recording:
    """The history that a run is written into, by its address, "" where it is in none; `warning` says why it is not.

    The ledger is opened anew for each step: an audit may last for hours.
    """

    address: str = field(repr=False)
    root: Path
    warning: str = ""

    def compared(self, run: Run) -> Run:
        """The run with what earlier ones say of it."""
        if not self.address:
            return _warned(run, self.warning)
        try:
            with Ledger.at(self.address, self.root) as opened:
                return replace(run, history=opened.past(run))
        except CommandError as error:
            return _warned(run, f"it could not be compared with earlier runs: {error}")

    def kept(self, run: Run) -> Run:
        """The run, once it is recorded."""
        if not self.address:
            return run
        try:
            with Ledger.at(self.address, self.root) as opened:
                opened.record(run)
        except CommandError as error:
            return _warned(run, f"this run is not in the history: {error}")
        return run


def begun(start: Start, named: str, *, environ: Mapping[str, str], root: Path) -> Recording:
    """The recording of a run that begins, `named` being the history that its target names, or "".

    `CannotRemember` where the history cannot be used. Only a place that nobody named, and that cannot be written, is a
    mere warning: an audit of a project on a read-only disk has always been possible.
    """
    place = place_of(environ, named, root)
    if not place.address:
        return Recording(address="", root=root)
    try:
        with Ledger.at(place.address, root) as opened:
            opened.begin(start)
    except CannotRemember as error:
        if place.asked or not error.cannot_be_written:
            raise
        return Recording(address="", root=root, warning=f"this run is not in a history: {error}")
    return Recording(address=place.address, root=root)


def _warned(run: Run, warning: str) -> Run:
    return replace(run, warnings=(*run.warnings, warning)) if warning else run
