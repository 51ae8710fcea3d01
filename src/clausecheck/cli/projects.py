"""`clausecheck new check` and `clausecheck docs`."""

from typing import Annotated

import typer

from clausecheck.cli.root import root

new = typer.Typer(help="Scaffolds.", no_args_is_help=True)

STALE = 1


@new.callback()
def _scaffolds() -> None:
    """So that `new check` is a command of its own although it is the only one."""


@new.command("check")
def new_check(
    name: Annotated[str, typer.Argument(help="The promise kept, as a stem: records_leave_on_time.")],
    clause: Annotated[str, typer.Option(help="The clause that carries the obligation.")],
    kind: Annotated[str, typer.Option(help="The obligation's kind, where the clause has several.")] = "",
    topic: Annotated[str, typer.Option(help="The folder below checks/.")] = "",
) -> None:
    """Write the files of a new check: the check, two scenarios, its page."""
    from clausecheck import scaffold

    for path in scaffold.new_check(root(), name, clause, kind or None, topic or None):
        typer.echo(path)


def docs(
    check: Annotated[bool, typer.Option(help="Only tell which pages are stale; exit 1 if any.")] = False,
) -> None:
    """Write the generated tables and pages of the docs."""
    from clausecheck import docs_tables

    project = root()
    stale = docs_tables.stale(project)
    for path in stale:
        typer.echo(f"{'stale' if check else 'written'}: {path.relative_to(project) if path.is_absolute() else path}")
    if check:
        raise typer.Exit(STALE if stale else 0)
    for path, text in docs_tables.generate(project).items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
