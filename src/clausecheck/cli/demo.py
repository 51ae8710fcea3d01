"""`clausecheck demo`."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.cli.root import root

if TYPE_CHECKING:
    from collections.abc import Mapping

WORLD = "fixtures/clearcall"


def demo(
    breached: Annotated[bool, typer.Option("--breached", help="Its twin, with one breach of each promise.")] = False,
) -> None:
    """Start the web portal of the embedded company, and keep it running until Ctrl-C.

    It is the portal that `clausecheck audit` looks at, on a free port of this machine, for somebody to click through.
    """
    from clausecheck.audit.worlds import front_door

    world = f"{WORLD}/breached" if breached else WORLD
    with front_door(world, root=root(), as_of=datetime.now(UTC)) as door:
        typer.echo("\n".join(_lines(door)))
        threading.Event().wait()


def _lines(door: "Mapping[str, str]") -> list[str]:
    """Where it is, and how to be let in without a warning. Nobody has to trust the authority for more than a visit."""
    return [
        f"The portal:  {door['url']}",
        f"Plain HTTP:  {door['plain']}  (sends you on to the portal)",
        f"Its authority was made for this visit and goes with it: {door['authority']}",
        "  A browser warns, and lets you go on all the same. Without the warning:",
        f"  curl --cacert {door['authority']} {door['url']}/privacy",
        f"  Chromium: --ignore-certificate-errors-spki-list={door['fingerprint']} --user-data-dir=$(mktemp -d)",
        "Ctrl-C stops it.",
    ]
