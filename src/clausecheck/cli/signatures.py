"""`clausecheck sign` and `clausecheck reveal`."""

import getpass
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausecheck.cli.histories import At, remembered
from clausecheck.cli.root import root
from clausecheck.errors import CannotVerify, CommandError, InputError, Problem

if TYPE_CHECKING:
    from clausecheck.history.signing import Given
    from clausecheck.model import Finding, Run

UNREACHABLE = 2
RunId = Annotated[
    str, typer.Argument(metavar="RUN", help="The run's id, or a part that no other one begins or ends with.")
]


def sign(
    run_id: RunId,
    name: Annotated[str, typer.Option(help="Who signs.")] = "",
    role: Annotated[str, typer.Option(help="As what, such as data protection officer.")] = "",
    decide: Annotated[
        list[str] | None, typer.Option(metavar='"CLAUSE DUE DECISION"', help='Such as "6.c 2026-07-31 Delete them.".')
    ] = None,
    decisions: Annotated[Path | None, typer.Option(help="A YAML file with name, role and decisions.")] = None,
    report: Annotated[Path, typer.Option(help="Folder of the run's reports, which are written anew.")] = Path("report"),
    at: At = "",
) -> None:
    """Sign a run: name, role, and a decision with a due date for each clause that is violated or unverified.

    What is missing is asked for on a terminal. Exits 0 when signed, 3, having written nothing, where a decision is
    missing or its day has passed, and where the folder holds the reports of another run.
    """
    from clausecheck.history.signing import signed
    from clausecheck.reports.writing import writable

    _, opened = remembered(at)
    with opened:
        line = opened.line(run_id)
        run = opened.run(line)
        _same_run(report, run)
        given = _asked(run, _given(name, role, decide or [], decisions))
        sign_off = signed(run, given, at=datetime.now(UTC).replace(microsecond=0))
        writable(report)
        opened.sign(line, sign_off)
    _written(replace(run, sign_off=sign_off), report)
    typer.echo(f"Signed by {sign_off.name}, with {len(sign_off.decisions)} decisions: {report / 'index.html'}")


def _same_run(report: Path, run: "Run") -> None:
    """The reports in the folder, if any, are those of this run."""
    from clausecheck.reports.writing import held

    told = held(report)
    if told not in {"", run.id}:
        raise CommandError(f"{report} holds the reports of {told}, not of {run.id}; name another folder by --report")


def _given(name: str, role: str, decide: Sequence[str], file: Path | None) -> "Given":
    """What options and file say; the options outweigh the file's name and role, and add to its decisions."""
    from clausecheck.history.signing import Given

    told = _file(file) if file else {}
    parts = [tuple(one.split(maxsplit=2)) for one in decide]
    wrong = [one for one, split in zip(decide, parts, strict=True) if len(split) != 3]
    if wrong:
        raise CommandError(f'--decide {wrong[0]!r}: write clause, day and decision: "6.c 2026-07-31 Delete them."')
    listed = [(str(one["clause"]), str(one["decision"]), str(one["due"])) for one in told.get("decisions", [])]
    return Given(
        name=name or str(told.get("name", "")),
        role=role or str(told.get("role", "")),
        decisions=(*listed, *((clause, decision, due) for clause, due, decision in parts)),
    )


def _file(path: Path) -> dict[str, Any]:
    from clausecheck.documents import read

    data = read(path).data
    entries = data.get("decisions", []) if isinstance(data, dict) else None
    keys = {"clause", "decision", "due"}
    if not isinstance(entries, list) or not all(isinstance(one, dict) and set(one) == keys for one in entries):
        message = "write name, role, and decisions: a list of {clause, decision, due}"
        raise InputError([Problem(message=message, file=str(path))])
    unknown = sorted(set(data) - {"name", "role", "decisions"})
    if unknown:
        raise InputError([Problem(message="is none of name, role and decisions", file=str(path), key=str(unknown[0]))])
    return dict(data)


def _asked(run: "Run", given: "Given") -> "Given":
    """On a terminal, what is missing is asked for; elsewhere it stays missing, and is refused."""
    if not sys.stdin.isatty():
        return given
    from clausecheck.history.signing import undecided
    from clausecheck.reports.words import visible

    name, role = given.name or typer.prompt("Your name"), given.role or typer.prompt("Your role")
    decided, more = {clause for clause, _, _ in given.decisions}, []
    for one in undecided(run):
        if one.clause.id not in decided:
            typer.echo(f"\n{one.clause.id} {visible(one.clause.title)} ({one.outcome.value}), {one.clause.owner}")
            decision = typer.prompt("  What is decided")
            more.append((one.clause.id, decision, typer.prompt("  Until when (2026-07-31)")))
    return replace(given, name=name, role=role, decisions=(*given.decisions, *more))


def _written(run: "Run", report: Path) -> None:
    """The reports anew, the PDF too where there was one."""
    from clausecheck.reports import pdf
    from clausecheck.reports.writing import write, write_paper

    write(run, report)
    if (report / "report.pdf").exists():
        lacking = pdf.missing()
        if lacking:
            raise CommandError(f"{report / 'report.pdf'} is still the unsigned one: {lacking}")
        write_paper(run, report)


def reveal(
    run_id: RunId,
    finding: Annotated[str, typer.Argument(help="The finding's id, or a part that no other one has.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many rows at most.")] = 100,
    target: Annotated[str, typer.Option(help="The target now; that of the run when left out.")] = "",
    at: At = "",
) -> None:
    """List the real keys behind a finding, for the owner of the system, with the owner's own credentials.

    It runs the statement of the finding, read-only, and only ever writes to a terminal. That it was done is kept in the
    history: who, when, which finding and how many rows; never what was shown. The systems of the embedded demo are
    built anew, with the same rows as for that run.
    Exits 0, 2 when the system did not answer, 3 when there is nothing to list, no terminal, or nobody agreed.
    """
    from clausecheck.audit.revealing import expect_keys, revealed, statement_of
    from clausecheck.audit.session import Request, Session
    from clausecheck.facts.listing import system_of
    from clausecheck.reports.words import visible

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise CommandError("real keys are shown on a terminal only: standard input and output must both be one")
    _, opened = remembered(at)
    with opened:
        line = opened.line(run_id)
        one = _finding(opened.run(line), finding)
        expect_keys(one)
        request = Request(root=root(), target=target or line.target, clauses=(one.clause,), as_of=line.as_of)
        with Session(request) as session:
            statement = statement_of(one, session.target)
            typer.echo(f"{one.id}: {one.violations:,} found in {one.resource}. This is asked of {system_of(one)}:\n")
            typer.echo(visible(statement))
            if not typer.confirm(f"\nShow up to {limit:,} rows on this terminal? It is recorded that you did"):
                raise CommandError("nothing was shown")
            entry = opened.reveals(line, one.id, _who(), datetime.now(UTC))
            told = _or_leave(lambda: revealed(one, session.target, limit))
        typer.echo("\t".join(map(visible, told.columns)))
        for row in told.rows:
            typer.echo("\t".join(visible(str(value)) for value in row))
        opened.revealed(entry, len(told.rows))
    typer.echo(f"{len(told.rows):,} rows{'; there are more' if told.more else ''}.")


def _or_leave(read: Any) -> Any:
    try:
        return read()
    except CannotVerify as reason:
        sys.stderr.write(f"{reason.reason}. {reason.remedy}\n")
        raise typer.Exit(UNREACHABLE) from None


def _who() -> str:
    """The account on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _finding(run: "Run", part: str) -> "Finding":
    found = [one for one in run.findings if one.id == part] or [one for one in run.findings if part in one.id]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"the run {run.id} has no finding {part!r}; its report.json lists their ids")
    raise CommandError(f"several findings are meant by {part!r}: {', '.join(one.id for one in found[:3])}, …")
