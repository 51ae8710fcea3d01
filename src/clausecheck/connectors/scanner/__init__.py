"""Results of vulnerability scanners: SARIF, Trivy, Grype, CycloneDX and OWASP ZAP, as JSON files.

Settings of a system of kind `scanner`: `results`, each thing that is scanned with the files of its results. A result is
as old as it says itself; the time of its file proves nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from glob import glob
from pathlib import Path
from typing import Any

from clausecheck.connectors.files import bounded
from clausecheck.connectors.programs import parsed
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_all import read_all
from clausecheck.connectors.scanner.results import Result, result_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Scan, Unreadable
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_GRACE = timedelta(days=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def scans(system: System, context: Context) -> Population[Scan]:
    """The newest result of each thing that is scanned. A file that cannot be read leaves the finding unverified."""
    unreadable: list[Unreadable] = []
    told: Any = system.settings["results"]
    return Population(
        noun="scans",
        members=tuple(_scan(str(name), list(_results(system, str(pattern), unreadable)), context)
                      for name, pattern in told.items()),
        unreadable=tuple(unreadable),
    )  # fmt: skip


def _results(system: System, pattern: str, unreadable: list[Unreadable]) -> Iterator[Result]:
    absolute = str(Path(system.folder, pattern).absolute())
    for name in sorted(glob(absolute, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        file = Path(name)
        try:
            yield result_of(parsed(system, bounded(file), "it"))
        except CannotVerify as reason:
            unreadable.append(Unreadable(what=f"result {file.name}", why=reason.reason))
        except OSError as error:
            unreadable.append(Unreadable(what=f"result {file.name}", why=kind_of(error)))


def _scan(name: str, results: list[Result], context: Context) -> Scan:
    """The newest result up to the moment judged. A result of the future is no proof of today."""
    past = [one for one in results if one.done_at is None or one.done_at <= context.as_of + _GRACE]
    if not past:
        why = "its results lie ahead of the moment judged" if results else "there are no results of it"
        return Scan(label=f"scan of {name}", tool="", done_at=None, untold=why)
    newest = max(past, key=lambda one: one.done_at or _EARLIEST)
    return Scan(label=f"scan of {name}", tool=newest.tool, done_at=newest.done_at, untold=newest.untold)


FACTS: Mapping[str, Any] = {"scans": scans}


def reach(system: System, context: Context) -> Reach:
    return read_all(FACTS, system, context)


__all__ = ["FACTS", "reach"]
