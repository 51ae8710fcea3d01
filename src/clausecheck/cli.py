"""The command line: the only module that imports typer. Exit codes are those of the design."""

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import typer

from clausecheck.errors import InputError
from clausecheck.redaction import kind_of

WRONG_INPUT, OUR_FAULT, INTERRUPTED = 3, 4, 130

# Typer brings its own copy of click, whose base of all usage errors it does not export.
USAGE_ERROR = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

P = ParamSpec("P")
R = TypeVar("R")

app = typer.Typer(
    help="Proves, clause by clause, whether running systems keep a published privacy policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
policy_app = typer.Typer(help="The promises, as data.", no_args_is_help=True)
target_app = typer.Typer(help="The systems under audit.", no_args_is_help=True)
new_app = typer.Typer(help="Scaffolds.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")
app.add_typer(target_app, name="target")
app.add_typer(new_app, name="new")

Target = Annotated[str, typer.Option("--target", help="NAME of targets/NAME.yaml, or a path.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Judge as of this moment, ISO 8601 with a zone; now when left out.")]
Clauses = Annotated[list[str] | None, typer.Option("--clause", help="Only this clause and those below it; repeatable.")]


@contextmanager
def _told() -> Iterator[None]:
    """Wrong input is a clear sentence on stderr and exit 3; nothing half-written."""
    try:
        yield
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(WRONG_INPUT) from None


def _telling(command: Callable[P, R]) -> Callable[P, R]:
    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        with _told():
            return command(*args, **kwargs)

    return told


def _root() -> Path:
    """The project's root: the nearest folder, from here upwards, with policy/policy.yaml."""
    here = Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "policy" / "policy.yaml").is_file()), None)
    if found is None:
        raise InputError(f"there is no policy/policy.yaml in {here} or above it")
    return found


@app.command()
@_telling
def audit(
    target: Target = "demo",
    report: Annotated[Path, typer.Option("--report", help="Folder of the reports.")] = Path("report"),
    clause: Clauses = None,
    as_of: AsOf = "",
    fail_on: Annotated[Literal["violated", "unverified"], typer.Option("--fail-on")] = "unverified",
) -> None:
    """Audit a target and write the reports."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from clausecheck.audit.session import Request, Session, exit_code, moment  # noqa: PLC0415
    from clausecheck.reports.terminal import Progress, summary  # noqa: PLC0415
    from clausecheck.reports.writing import writable, write  # noqa: PLC0415

    writable(report)
    request = Request(
        root=_root(), target=target, clauses=tuple(clause or ()), as_of=moment(as_of) if as_of else None
    )
    console = Console()
    interrupted = False
    with Progress(console) as progress, Session(request, done=progress.read) as session:
        try:
            _examine(session, progress)
        except KeyboardInterrupt:
            interrupted = True
        run = session.finish(complete=not interrupted)
    paths = write(run, report)
    summary(run, console)
    console.print(f"Reports: {', '.join(map(str, paths))}", markup=False, soft_wrap=True)
    raise typer.Exit(INTERRUPTED if interrupted else exit_code(run, fail_on=fail_on))


def _examine(session: Any, progress: Any) -> None:
    examinations = session.examinations
    progress.judges(len(examinations))
    progress.reads(session.gather(examinations))
    for examination in examinations:
        session.judge(examination)
        progress.judged()


@policy_app.command("show")
@_telling
def policy_show(
    clause: Annotated[str, typer.Argument(help="A clause and those below it; all when left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Print the policy as data."""
    from clausecheck.policy import load_policy, showing  # noqa: PLC0415

    policy = load_policy(_root() / "policy")
    clauses = policy.selected([clause] if clause else [])
    if as_json:
        typer.echo(json.dumps(showing.as_json(clauses), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(showing.lines(clauses)))


@new_app.command("check")
@_telling
def new_check(
    name: Annotated[str, typer.Argument(help="The promise kept, as a stem: records_leave_on_time.")],
    clause: Annotated[str, typer.Option("--clause", help="The clause that carries the obligation.")],
    kind: Annotated[str, typer.Option("--kind", help="The obligation's kind, where the clause has several.")] = "",
    topic: Annotated[str, typer.Option("--topic", help="The folder below checks/.")] = "",
) -> None:
    """Write the files of a new check: the check, two scenarios, its page."""
    from clausecheck import scaffold  # noqa: PLC0415

    for path in scaffold.new_check(_root(), name, clause, kind or None, topic):
        typer.echo(path)


def main() -> None:
    """The console script. A usage error is exit 3, and what nobody foresaw is exit 4."""
    try:
        code = app(standalone_mode=False)
    except USAGE_ERROR as error:
        error.show()  # type: ignore[attr-defined]
        code = WRONG_INPUT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - told without the error's text, which may quote a value
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
        sys.stderr.write(f"{kind_of(error)}: a fault of clausecheck; please report it with the lines above\n")
        code = OUR_FAULT
    sys.exit(code)
