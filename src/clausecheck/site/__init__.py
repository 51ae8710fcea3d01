"""A static site over many runs: a page over all of them, with a trend, and the page of each, for any web server.

Pages are rendered anew from the history, so that those of old runs look like those of new ones, each in the language
that it was written in unless another is asked for. They link to nothing
that is not on the site: evidence stays where it is, and is named by its digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from clausecheck.history.keeping import Ledger, Line
from clausecheck.model import Run
from clausecheck.reports import report_json
from clausecheck.reports.html import render as page_of
from clausecheck.reports.language import DEFAULT, language
from clausecheck.reports.writing import place
from clausecheck.site.front import front


@dataclass(frozen=True, kw_only=True)
class Written:
    """How many runs the site has, and how many of them have a page."""

    runs: int
    pages: int


def written(ledger: Ledger, folder: Path, *, target: str = "", limit: int, code: str = "") -> Written:
    """Write the site of the last `limit` runs into `folder`; what lies there beside it stays.

    `code` is the language of all its pages; "" leaves each run's page in its own, and the front page in that of the
    latest run. The front page comes last, so that it never links to a page that is not there yet. Raises
    `CommandError` where the history cannot be read or the folder cannot be written.
    """
    lines = ledger.lines(target, limit)
    spoken = []
    for line in (one for one in lines if one.ended):
        run = alone(ledger.run(line))
        spoken.append(code or run.language)
        place(dict(_files(replace(run, language=spoken[-1]), line)), folder)
    said = language(next(iter(spoken), code or DEFAULT))
    place({"index.html": front(_by_target(lines), said).encode()}, folder)
    return Written(runs=len(lines), pages=len(spoken))


def _files(run: Run, line: Line) -> Iterator[tuple[str, bytes]]:
    yield f"runs/{line.id}/index.html", page_of(run).encode()
    yield f"runs/{line.id}/report.json", report_json.render(run).encode()


def alone(run: Run) -> Run:
    """The run without what lies beside its own reports: folders of evidence, pages of contracts."""
    evidence = replace(run.evidence, folder="") if run.evidence else None
    return replace(run, evidence=evidence, contracts=tuple(replace(one, page="") for one in run.contracts))


def _by_target(lines: list[Line]) -> dict[str, list[Line]]:
    ordered = sorted(lines, key=lambda line: line.target)  # a stable sort: the latest stay first
    return {target: list(ones) for target, ones in groupby(ordered, key=lambda line: line.target)}
