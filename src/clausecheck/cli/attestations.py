"""`clausecheck attest`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clausecheck.cli.root import root
from clausecheck.errors import CommandError


def attest(
    clause: Annotated[str, typer.Argument(help="The clause that the statement is about.")],
    document: Annotated[Path, typer.Option(help="The document that shows it; its SHA-256 is kept.")],
    statement: Annotated[str, typer.Option(help="What is so, in one sentence.")],
    signed_by: Annotated[str, typer.Option(help="The role of the person who signs, such as dpo or security.")],
    target: Annotated[list[str], typer.Option(help="The target that it is for; repeatable.")],
    obligation: Annotated[str, typer.Option(help="The kind of obligation; needed where the clause has several.")] = "",
    system: Annotated[str, typer.Option(help="The system that it is about, as the target names it.")] = "organisation",
    until: Annotated[str, typer.Option(help="When it stops counting, with a zone; else as late as allowed.")] = "",
    none_occurred: Annotated[
        bool, typer.Option("--none-occurred", help="It states that a register is rightly empty.")
    ] = False,
) -> None:
    """Write a dated statement into policy/attestations.yaml, for what no program can see.

    Exits 3, and writes nothing, where the clause, the obligation or the document does not exist, or where it would
    count for longer than the clause allows.
    """
    from clausecheck.scaffold.attestation import FILE, Statement, write_attestation

    entry = write_attestation(
        root(),
        Statement(
            targets=tuple(target),
            clause=clause,
            obligation=obligation,
            system=system,
            statement=statement,
            signed_by=signed_by,
            signed_at=datetime.now(UTC).replace(microsecond=0),
            document=document,
            until=_moment(until) if until else None,
            none_occurred=none_occurred,
        ),
    )
    typer.echo(f"written: policy/{FILE}: {entry.clause} {entry.obligation}, until {entry.expires_at:%Y-%m-%d}")


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--until {text}: not a date and time such as 2027-03-01T12:00:00Z") from None
    if at.tzinfo is None:
        raise CommandError(f"--until {text}: names no time zone; write 2027-03-01T12:00:00Z or …-05:00")
    return at
