"""`clausecheck audit`."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from clausecheck.cli.root import root

if TYPE_CHECKING:
    from rich.console import Console

    from clausecheck.audit.session import Session
    from clausecheck.concluding import Ending
    from clausecheck.model import Run
    from clausecheck.reports.terminal import Progress

INTERRUPTED = 130


def audit(
    target: Annotated[str, typer.Option(help="NAME of targets/NAME.yaml, or a path.")] = "demo",
    report: Annotated[Path, typer.Option(help="Folder of the reports.")] = Path("report"),
    clause: Annotated[list[str] | None, typer.Option(help="Only this clause and those below it; repeatable.")] = None,
    as_of: Annotated[str, typer.Option(help="Judge as of this moment, ISO 8601 with a zone; now when left out.")] = "",
    contracts: Annotated[
        bool, typer.Option("--contracts", help="Hold each dataset against its contract (extra contracts).")
    ] = False,
    evidence: Annotated[
        Path | None, typer.Option(help="Folder of the evidence; evidence/ below the reports when left out.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of page and PDF: en, de; the policy's own when left out.")] = "",
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf too (extra pdf).")] = False,
    notify: Annotated[
        list[str] | None,
        typer.Option(help="Tell this webhook (https://… or slack+https://…) what is new and fixed; repeatable."),
    ] = None,
    fail_on: Annotated[
        Literal["violated", "unverified", "new"],
        typer.Option(help="The mildest outcome that exits non-zero; new: only what the run before did not have."),
    ] = "unverified",
    no_history: Annotated[bool, typer.Option("--no-history", help="Neither compare nor remember the run.")] = False,
) -> None:
    """Audit a target, clause by clause, and write the reports.

    Exits 0 when every selected clause is kept, 1 when one is violated, 2 when one could not be verified, 3 when the
    input is wrong, 4 on a fault of clausecheck, 130 when interrupted. With --fail-on new: 1 when something is violated
    or lost from sight that was not so in the run before, else 0.
    """
    from rich.console import Console

    from clausecheck.audit.lightness import lighten
    from clausecheck.audit.session import Request, Session, exit_code, moment
    from clausecheck.concluding import Ending, begin
    from clausecheck.evidence.sealing import prepared
    from clausecheck.notifying import webhooks
    from clausecheck.reports.terminal import Progress
    from clausecheck.reports.writing import known, writable

    known(language)
    writable(report)
    evidence = evidence or report / "evidence"
    prepared(evidence, os.environ)
    hooks = webhooks(notify or (), os.environ)
    ending = Ending(report=report, language=language, pdf=pdf, environ=os.environ, notify=hooks)
    asked: dict[str, Any] = {
        "clauses": tuple(clause or ()),
        "as_of": moment(as_of) if as_of else None,
        "contracts": contracts,
    }
    lighten()
    request = Request(root=root(), target=target, report=report, evidence=evidence, **asked)
    console = Console()
    with Progress(console) as progress, Session(request, done=progress.read) as session:
        recording = begin(session, os.environ, wanted=not no_history, needed=fail_on == "new")
        complete = _examined(session, progress)
        run = session.finish(complete=complete)
    run = _ended(run, replace(ending, keeping=session.keeping, recording=recording), console)
    raise typer.Exit(exit_code(run, fail_on=fail_on) if complete else INTERRUPTED)


def _ended(run: "Run", ending: "Ending", console: "Console") -> "Run":
    """The run with what was found out about it at its end; the summary is printed whatever could not be written."""
    from clausecheck.concluding import conclude
    from clausecheck.reports.annotations import announced
    from clausecheck.reports.terminal import summary

    try:
        run, paths = conclude(run, ending)
    finally:
        summary(run, console)
        announced(run, os.environ, sys.stdout)
    console.print(f"Reports: {', '.join(map(str, paths))}", markup=False, soft_wrap=True)
    return run


def _examined(session: "Session", progress: "Progress") -> bool:
    """Whether everything was examined: an interruption leaves the rest unexamined, and the run says so."""
    examinations = session.examinations
    progress.judges(len(examinations))
    try:
        progress.reads(session.gather(examinations))
        for examination in examinations:
            session.judge(examination)
            progress.judged()
    except KeyboardInterrupt:
        return False
    return True
