"""`clausecheck history`, `clausecheck diff` and `clausecheck site`."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausecheck.cli.root import root
from clausecheck.errors import CommandError

if TYPE_CHECKING:
    from clausecheck.history.comparing import Changed
    from clausecheck.history.keeping import Ledger, Line

WORSE = 1
At = Annotated[str, typer.Option("--history", help="The history: a URL or a path; else the target's or the project's.")]
Target = Annotated[str, typer.Option(help="Only runs of this target.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def history(
    target: Target = "",
    limit: Annotated[int, typer.Option(min=1, help="How many runs, the latest first.")] = 20,
    at: At = "",
    as_json: AsJson = False,
) -> None:
    """List the runs that were: when, of what, how many clauses are violated, unverified and kept, and which died.

    Exits 0, and 3 where there is no history or it cannot be read.
    """
    name, opened = remembered(at, target)
    with opened:
        lines = opened.lines(name, limit)
    if as_json:
        typer.echo(json.dumps([_told(line) for line in lines], indent=2))
        return
    if not lines:
        typer.echo("No run was recorded yet.")
    for line in lines:
        typer.echo(_sentence(line))


def diff(
    runs: Annotated[
        list[str] | None, typer.Argument(help="None: the last run. One: this run. Two: from the first to the second.")
    ] = None,
    target: Target = "",
    at: At = "",
    as_json: AsJson = False,
) -> None:
    """Tell what changed between two runs, clause by clause: new, lost from sight, still failing, fixed.

    A run is held against the complete run before it. An id may be shortened to a part at its beginning or its end that
    no other run has.
    Exits 0 when nothing is new or lost, 1 when something is, 3 when there is no such run.
    """
    from clausecheck.history.comparing import Change, difference

    name, opened = remembered(at, target)
    with opened:
        before, now = _pair(opened, runs or [], name)
        changes = difference(opened.verdicts(before), opened.verdicts(now))
    if as_json:
        told = {"before": _told(before), "now": _told(now), "changes": [_change(one) for one in changes]}
        typer.echo(json.dumps(told, indent=2))
    else:
        typer.echo("\n".join(_lines(before, now, changes)))
    raise typer.Exit(WORSE if any(one.change in {Change.NEW, Change.LOST} for one in changes) else 0)


def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the site is written.")],
    target: Target = "",
    limit: Annotated[int, typer.Option(min=1, help="How many runs, the latest ones.")] = 100,
    at: At = "",
    language: Annotated[str, typer.Option(help="Of all pages: en, de; each run's own when left out.")] = "",
) -> None:
    """Write a static site over the runs that were: a front page with a trend, and the page of each run.

    Any web server can serve it. Exits 0, and 3 where there is no history or the folder cannot be written.
    """
    from clausecheck.reports.writing import known
    from clausecheck.site import written

    known(language)
    name, opened = remembered(at, target)
    with opened:
        told = written(opened, folder, target=name, limit=limit, code=language)
    typer.echo(f"{folder / 'index.html'}: {told.runs:,} runs, {told.pages:,} of them with a page")


def remembered(at: str, target: str = "") -> "tuple[str, Ledger]":
    """The target's name, "" for all, and the history that the command line, the environment or that target names.

    `CommandError` where there is none.
    """
    from clausecheck.history.keeping import Ledger
    from clausecheck.history.place import VARIABLE, place_of

    project = root()
    name, named = _named_by(target, project) if target else ("", "")
    place = place_of({**os.environ, **({VARIABLE: at} if at else {})}, named, project)
    if not place.address:
        raise CommandError(f"the history is switched off; name one by --history or {VARIABLE}")
    return name, Ledger.at(place.address, project, making=False)


def _named_by(target: str, project: Path) -> tuple[str, str]:
    from clausecheck.targets.loading import remembered

    return remembered(target, project, os.environ)


def _pair(opened: "Ledger", runs: Sequence[str], name: str) -> "tuple[Line, Line]":
    if len(runs) > 2:
        raise CommandError("a difference is one of two runs; name at most two")
    if len(runs) == 2:
        before, now = opened.line(runs[0]), opened.line(runs[1])
        if before.target != now.target:
            raise CommandError(f"{before.id} and {now.id} are runs of different targets, which share no finding")
        return before, now
    now = opened.line(runs[0]) if runs else _last(opened, name)
    previous = opened.before(now)
    if previous is None:
        raise CommandError(f"there is no complete run of {now.target} before {now.id} to hold it against")
    return previous, now


def _last(opened: "Ledger", name: str) -> "Line":
    ended = [line for line in opened.lines(name) if line.ended]
    if not ended:
        raise CommandError("no run was recorded yet: an audit records one")
    return ended[0]


def _sentence(line: "Line") -> str:
    """`2026-03-01T12-00-00Z-staging-7f3a  violated 2, unverified 1, honoured 60`, and what is special about it."""
    told = ", ".join(f"{outcome.value} {count}" for outcome, count in line.totals.items() if count)
    if not line.ended:
        told = "incomplete: its end was never recorded; it died, or still runs"
    elif not line.complete:
        told = f"incomplete: {told}"
    selected = f"  (only {', '.join(line.selection)})" if line.selection else ""
    return f"{line.id}  {told}{selected}"


def _lines(before: "Line", now: "Line", changes: "Sequence[Changed]") -> Iterator[str]:
    yield f"from {before.id}"
    yield f"to   {now.id}"
    yield from (f"Incomplete, not everything was examined: {line.id}" for line in (before, now) if not line.complete)
    if not changes:
        yield "Nothing changed."
    for clause, ones in groupby(changes, key=lambda one: one.clause):
        yield f"\n{clause}"
        yield from (f"  {one.change.value:17} {one.finding}: {_change_in_words(one)}" for one in ones)


def _change_in_words(one: "Changed") -> str:
    was = one.before.value if one.before else "not examined"
    is_ = one.now.value if one.now else "no longer examined"
    if was == is_ and one.since:
        return f"{is_} since {one.since:%Y-%m-%d}, in {one.runs} runs"
    return f"{was}, now {is_}"


def _told(line: "Line") -> dict[str, Any]:
    return {
        "id": line.id,
        "target": line.target,
        "ended": line.ended,
        "complete": line.complete,
        "started_at": line.started_at.isoformat(),
        "finished_at": line.finished_at.isoformat() if line.finished_at else None,
        "as_of": line.as_of.isoformat(),
        "policy_version": line.policy_version.isoformat(),
        "selection": list(line.selection),
        "totals": {outcome.value: count for outcome, count in line.totals.items()},
    }


def _change(one: "Changed") -> dict[str, Any]:
    return {
        "finding": one.finding,
        "clause": one.clause,
        "change": one.change.value,
        "before": one.before.value if one.before else None,
        "now": one.now.value if one.now else None,
        "since": one.since.isoformat() if one.since else None,
        "runs": one.runs,
    }
