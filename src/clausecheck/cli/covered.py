"""`clausecheck coverage`."""

import json
from typing import Annotated

import typer

from clausecheck.cli.root import root

TOO_LITTLE = 1


def coverage(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    require: Annotated[
        float | None, typer.Option(min=0, max=100, help="Exit 1 where less than this percentage is not `not yet`.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--ratchet", help="Exit 1 where the share fell; write it down where it rose.")
    ] = False,
) -> None:
    """Say for each clause how it is judged: by a check, an attestation, in part or not yet, and what it waits for."""
    from clausecheck import coverage as covered

    project = root()
    told = covered.ledger(project)
    lines = [json.dumps(covered.as_json(told), indent=2, ensure_ascii=False)] if as_json else covered.as_lines(told)
    typer.echo("\n".join(lines))
    reached = covered.ratchet(project)
    wanted = max(require or 0.0, reached if keep else 0.0)
    if told.share < wanted:
        typer.echo(f"{told.share} % of the clauses are not `not yet`; {wanted} % are required", err=True)
        raise typer.Exit(TOO_LITTLE)
    if keep and told.share > reached:
        covered.raise_ratchet(project, told.share)
        typer.echo(f"written: {covered.RATCHET}: it may not fall below {told.share} % any more", err=True)
