"""`clausecheck policy show`, `lint`, `lock` and `export`."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from clausecheck.cli.root import root
from clausecheck.errors import CommandError

app = typer.Typer(help="The promises, as data.", no_args_is_help=True)

QUESTIONS = "docs/questions-for-the-dpo.md"
LOCK = "policy/published.lock"
DIFFERS = 1


@app.command()
def show(
    clause: Annotated[str, typer.Argument(help="A clause and those below it; all when left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print the policy: each clause with its promise and what it obliges to."""
    from clausecheck.documents import printable
    from clausecheck.policy import load_policy, showing

    policy = load_policy(root() / "policy")
    chosen = [clause] if clause else []
    if as_json:
        typer.echo(printable(json.dumps(showing.as_json(policy, chosen), indent=2, ensure_ascii=False)))
    else:
        typer.echo("\n".join(showing.as_lines(policy, chosen)))


@app.command()
def lint(
    write_questions: Annotated[bool, typer.Option("--write-questions", help=f"Write {QUESTIONS} as well.")] = False,
) -> None:
    """Say what the policy leaves open: warnings and questions. Exits 0, or 3 where the policy is wrong."""
    from clausecheck.check_files import not_yet
    from clausecheck.coverage import terms_read
    from clausecheck.policy import lint as linting
    from clausecheck.policy import load_policy, questions

    project = root()
    policy = load_policy(project / "policy")
    planned = {kind: waiting.check for kind, waiting in not_yet(project).items()}
    for remark in linting.lint(policy, reads=terms_read(project), planned=planned):
        typer.echo(str(remark))
    if write_questions:
        (project / QUESTIONS).write_text(questions.page(policy), encoding="utf-8")
        typer.echo(f"written: {QUESTIONS}")


@app.command()
def lock(
    source: Annotated[str, typer.Option("--from", help="The published policy: a text or HTML file, or an address.")],
    check: Annotated[bool, typer.Option(help="Compare with the lock instead of writing it.")] = False,
    file: Annotated[
        str, typer.Option("--lock", help="Which lock: that of the policy, or one that a target names.")
    ] = LOCK,
) -> None:
    """Write the fingerprint of each clause of the published policy, or compare with those written.

    With --check it exits 0 where every fingerprint agrees, 1 where not, naming each clause, and 3 where the text
    cannot be read or split.
    """
    from clausecheck.policy.lock import lock_from

    project, now = root(), lock_from(source)
    if check:
        raise typer.Exit(_compared(now, file))
    now.save(project / file)
    typer.echo(f"{len(now.fingerprints)} clauses of {now.version} locked in {file}")


def _compared(now: object, file: str) -> int:
    from clausecheck.policy.lock import Lock, date_difference, differences, load_lock, not_compared

    if not isinstance(now, Lock) or not (root() / file).is_file():
        raise CommandError(f"there is no {file} to compare with; make it with `clausecheck policy lock --from …`")
    locked = load_lock(root() / file)
    dated = date_difference(locked, now)
    found = [*map(str, differences(locked, now)), *([dated] if dated else [])]
    for hidden in not_compared(locked, now):
        typer.echo(f"{hidden} agrees, but for an address that the locked copy hides")
    typer.echo("\n".join(found) or f"all {len(locked.fingerprints)} clauses agree with {file}")
    return DIFFERS if found else 0


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go.")],
    format_: Annotated[Literal["oscal"], typer.Option("--format", help="For whose tools.")] = "oscal",
) -> None:
    """Write the policy as an OSCAL catalogue and profile, which the assessment results of an audit refer to."""
    from clausecheck.policy import load_policy
    from clausecheck.reports.oscal.policy import documents
    from clausecheck.reports.writing import place

    contents = {"oscal": documents}[format_](load_policy(root() / "policy"))
    for path in place({name: text.encode() for name, text in contents.items()}, folder):
        typer.echo(f"written: {path}")
