"""`clausecheck target check`."""

from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.cli.root import root

if TYPE_CHECKING:
    from clausecheck.connectors.protocol import Reach

app = typer.Typer(help="The systems under audit.", no_args_is_help=True)

NOT_REACHED = 2


@app.command()
def check(target: Annotated[str, typer.Argument(help="NAME of targets/NAME.yaml, or a path.")] = "demo") -> None:
    """Connect to every system of a target: reached or not, as whom, which rights are missing, which grants would help.

    Exits 0 when every system was reached, 2 when one was not, 3 when the target is wrong.
    """
    from clausecheck.audit.reaching import reached
    from clausecheck.audit.session import Request, Session

    with Session(Request(root=root(), target=target)) as session:
        told = reached(session.audit)
    for reach in told:
        typer.echo("\n".join(_lines(reach)))
    raise typer.Exit(0 if all(reach.reached for reach in told) else NOT_REACHED)


def _lines(reach: "Reach") -> list[str]:
    head = f"{reach.system}: {'reached' if reach.reached else 'NOT REACHED'}"
    parts = (
        ("can", reach.can),
        ("missing", reach.missing),
        ("would help", reach.grants),
        ("warning", reach.warnings),
    )
    lines = [f"{head} as {reach.identity}" if reach.identity else head]
    return lines + [f"  {word}: {line}" for word, told in parts for line in told]
