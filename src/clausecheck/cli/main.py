"""The commands, and the exit codes that they end with."""

import os
import sys
import traceback
import warnings
from typing import Any, NoReturn

import typer

from clausecheck.cli import (
    attestations,
    audits,
    covered,
    demo,
    evidence,
    histories,
    policies,
    projects,
    signatures,
    targets,
)
from clausecheck.errors import InputError
from clausecheck.redaction import kind_of

WRONG_INPUT, OUR_FAULT, INTERRUPTED = 3, 4, 130

# Typer brings its own copy of click, whose base of all usage errors it does not export.
USAGE_ERROR: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

app = typer.Typer(
    help="Proves, clause by clause, whether running systems keep a published privacy policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(audits.audit)
app.command()(attestations.attest)
app.command()(covered.coverage)
app.command()(demo.demo)
app.command()(histories.diff)
app.command()(histories.history)
app.command()(histories.site)
app.command()(signatures.sign)
app.command()(signatures.reveal)
app.command("docs")(projects.docs)
app.add_typer(evidence.app, name="evidence")
app.add_typer(policies.app, name="policy")
app.add_typer(targets.app, name="target")
app.add_typer(projects.new, name="new")


def main() -> None:
    """The console script. Wrong input is a sentence on stderr and exit 3; what nobody foresaw is exit 4."""
    warnings.simplefilter("ignore")  # libraries' warnings are for developers, and may quote what they read
    code = _code()
    if code == INTERRUPTED:
        _leave_at_once(code)
    sys.exit(code)


def _leave_at_once(code: int) -> NoReturn:
    """A library may hold up an ordinary exit until the statement ends that an interrupted audit was waiting for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _code() -> int:
    try:
        return app(standalone_mode=False) or 0
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_INPUT
    except USAGE_ERROR as error:
        error.show()
        return WRONG_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
        sys.stderr.write(f"{kind_of(error)}: a fault of clausecheck; please report it with the lines above\n")
        return OUR_FAULT
