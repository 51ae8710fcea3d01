"""`clausecheck evidence verify`, `judge` and `prune`."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.cli.root import root
from clausecheck.errors import CommandError

if TYPE_CHECKING:
    from clausecheck.audit.rejudging import Rejudging
    from clausecheck.evidence.stored import StoredRun
    from clausecheck.model import Run
    from clausecheck.periods import Period

app = typer.Typer(help="What audits saw: whether it is still whole, and what follows from it.", no_args_is_help=True)

WRONG = 1
EVIDENCE = Path("report/evidence")


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="One run, or a folder of runs.")] = EVIDENCE,
    key: Annotated[Path | None, typer.Option(help="PEM file of the public key that has to have signed.")] = None,
    authority: Annotated[
        Path | None, typer.Option(help="PEM file of the certificate of the authority that has to have stamped.")
    ] = None,
    newest: Annotated[str, typer.Option(help="SHA-256 of the newest manifest, as a report prints it.")] = "",
) -> None:
    """Find whatever was changed, taken away, added, exchanged or cut short since evidence was written.

    Exits 0 when everything is whole, 1 when something is wrong, 3 when there is no evidence to verify.
    """
    from clausecheck.evidence.signing import public_key
    from clausecheck.evidence.stamping import certificates
    from clausecheck.evidence.verifying import Expected, verified

    expected = Expected(
        key=public_key(key) if key else None, roots=certificates(authority) if authority else [], newest=newest
    )
    found = verified(folder, expected)
    for note in found.notes:
        typer.echo(f"note: {note}")
    for problem in found.problems:
        typer.echo(f"wrong: {problem}")
    looked_at = f"{_many(found.runs, 'run')}, {_many(found.files, 'file')}, {_many(found.size, 'byte')}"
    if found.problems:
        typer.echo(f"This evidence is not what was written: {_many(len(found.problems), 'fault')} in {looked_at}.")
        raise typer.Exit(WRONG)
    typer.echo(f"Whole: {looked_at}.")


@app.command()
def judge(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of one run.")],
    policy: Annotated[
        Path | None, typer.Option(help="Folder of another policy: could it be published truthfully?")
    ] = None,
    on: Annotated[
        str, typer.Option("--as-of", help="The moment that the evidence shall speak for, ISO 8601 with a zone.")
    ] = "",
) -> None:
    """Run the checks again from stored facts: no system is asked, and no network is used.

    Without a policy every verdict has to come out as it was: exits 0 when it does, 1 when one differs. With one, exits
    as an audit does: 0 when each of its promises is kept, 1 when one is violated, 2 when one could not be verified.
    Exits 3 when the evidence, the policy or the command line is wrong.
    """
    from clausecheck.audit.session import moment
    from clausecheck.evidence.stored import stored

    told = stored(folder)
    at = moment(on) if on else datetime.now(UTC) if policy else None
    if policy is None:
        _repeated(told, at)
    else:
        _published(told, policy, at)


def _rejudging(told: "StoredRun", policy: Path, at: datetime | None) -> "Rejudging":
    from clausecheck.audit.checks import find_checks
    from clausecheck.audit.rejudging import Rejudging, changed_checks, day_of
    from clausecheck.policy import load_policy

    project, loaded = root(), load_policy(policy)
    for name in changed_checks(told, project):
        typer.echo(f"note: {name} is not what it was when this run was judged")
    on = day_of(at, loaded) if at else None
    return Rejudging(stored=told, policy=loaded, checks=find_checks(project / "checks"), root=project, on=on)


def _repeated(told: "StoredRun", at: datetime | None) -> None:
    """Every verdict again, and which of them are stale today."""
    from clausecheck.audit.rejudging import day_of, differences, stale_on

    judging = _rejudging(told, told.policy, at)
    run = judging.run(judging.policy.selected(told.run["selection"]))
    found = differences(told.findings, run.findings)
    for one in found:
        typer.echo(f"{one.clause} {one.id}: was {one.before or 'not asked'}, is {one.now or 'not asked'}: {one.what}")
    _summed_up(run)
    stale = stale_on(judging, run, day_of(datetime.now(UTC), judging.policy))
    if stale:
        typer.echo(f"Today {len(stale):,} of them rest on stale evidence and count as unverified; audit again.")
    typer.echo(f"{len(run.findings) - len(found):,} of {len(run.findings):,} verdicts are what they were.")
    raise typer.Exit(WRONG if found else 0)


def _published(told: "StoredRun", policy: Path, at: datetime | None) -> None:
    """Whether this policy could be published truthfully, as far as the evidence tells."""
    from clausecheck.audit.session import exit_code

    judging = _rejudging(told, policy, at)
    run = judging.run(judging.policy.clauses)
    _summed_up(run)
    code = exit_code(run)
    answers = {0: "Yes", 1: "No: a promise is violated", 2: "Not yet: a promise could not be verified"}
    typer.echo(f"Could this policy be published truthfully? {answers.get(code, 'A check itself failed')}.")
    raise typer.Exit(code)


def _summed_up(run: "Run") -> None:
    from rich.console import Console

    from clausecheck.reports.terminal import summary

    summary(run, Console())


@app.command()
def prune(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of runs.")] = EVIDENCE,
    older_than: Annotated[
        str, typer.Option(help="Only what is older than this ISO 8601 period; never less than the policy's.")
    ] = "",
) -> None:
    """Delete evidence whose retention (`evidence:` of policy.yaml) is over. A tombstone keeps the chain whole.

    Exits 0, or 3 when the evidence is not whole or nobody says how long it is kept.
    """
    from clausecheck.evidence.pruning import Pruning, pruned
    from clausecheck.evidence.signing import signer
    from clausecheck.policy import load_policy

    terms = Pruning(
        now=datetime.now(UTC),
        retention=load_policy(root() / "policy").evidence_kept,
        older_than=_period(older_than) if older_than else None,
        signer=signer(os.environ),
    )
    gone = pruned(folder, terms)
    for name in gone:
        typer.echo(f"deleted: {name}")
    typer.echo(f"{len(gone):,} runs were older than evidence is kept.")


def _period(text: str) -> "Period":
    from clausecheck.periods import Period

    try:
        return Period.parse(text)
    except ValueError as wrong:
        raise CommandError(f"--older-than {wrong}") from None


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
