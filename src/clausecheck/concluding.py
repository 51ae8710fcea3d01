"""What becomes of a run that has ended: held against its past, kept as evidence, reported, remembered, told.

Both ways into an audit, pytest and the command, end here, so that they leave the same behind.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clausecheck.errors import CommandError
from clausecheck.evidence.keeping import Keeping
from clausecheck.evidence.sealing import sealed
from clausecheck.model import Run
from clausecheck.notifying import Webhook, notify
from clausecheck.reports import pdf
from clausecheck.reports.language import DEFAULT, languages
from clausecheck.reports.writing import write, write_paper

if TYPE_CHECKING:
    from clausecheck.audit.session import Session
    from clausecheck.history.recording import Recording


def _on_stderr(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What the command line asks for once a run has ended. `report` is the folder of the reports, `keeping` the
    evidence that the audit has kept, None where it kept none.

    `language` is that of the page, "" for the policy's own where there is a catalogue of it, else English. `pdf` asks
    for the PDF; where what sets it is missing, it is left out and the run says what installs it.
    `notify` are the webhooks that are told what changed; `tell` is given sentences on what went wrong with that.
    """

    report: Path
    keeping: Keeping | None = None
    language: str = ""
    pdf: bool = False
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    notify: tuple[Webhook, ...] = ()
    tell: Callable[[str], None] = _on_stderr
    recording: "Recording | None" = field(default=None, repr=False)


def begin(
    session: "Session", environ: Mapping[str, str], *, wanted: bool = True, needed: bool = False
) -> "Recording | None":
    """Write down that the audit begins, so that one which dies is seen later; None where no history is `wanted`.

    Raises `CommandError`, before anything was audited, where the history cannot be used, or is `needed` and off.
    """
    recording = _begun(session, environ) if wanted else None
    if needed and not (recording and recording.address):
        why = (recording and recording.warning) or "it is switched off"
        raise CommandError(f"--fail-on new compares with earlier runs and needs a history: {why}")
    return recording


def _begun(session: "Session", environ: Mapping[str, str]) -> "Recording":
    from clausecheck.history.keeping import Start
    from clausecheck.history.recording import begun

    start = Start(
        id=session.id,
        target=session.target.name,
        started_at=session.started_at,
        as_of=session.as_of,
        policy_version=session.policy.version,
        selection=session.request.clauses,
    )
    return begun(start, session.target.history, environ=environ, root=session.request.root)


def conclude(run: Run, ending: Ending) -> tuple[Run, tuple[Path, ...]]:
    """The run with what was found out about it here, and the paths of its reports.

    Raises `CommandError` where what it leaves cannot be written.
    """
    run = replace(run, language=ending.language or _own(run))
    if ending.recording:
        run = ending.recording.compared(run)
    run, fault = _with_evidence(run, ending)
    lacking = pdf.missing() if ending.pdf else ""
    if lacking:
        run = replace(run, warnings=(*run.warnings, lacking))
    paths = write(run, ending.report)
    if ending.pdf and not lacking:
        try:
            paths += write_paper(run, ending.report)
        except CommandError as error:
            fault = fault or error
    if ending.recording:
        run = ending.recording.kept(run)
    for sentence in notify(run, ending.notify):
        ending.tell(sentence)
    if fault is not None:
        raise fault
    return run, paths


def _with_evidence(run: Run, ending: Ending) -> tuple[Run, CommandError | None]:
    """The run with its sealed evidence; what kept it from being sealed, which costs no report."""
    if ending.keeping is None:
        return run, None
    try:
        told = sealed(ending.keeping, ending.report, ending.environ)
    except CommandError as fault:
        return replace(run, warnings=(*run.warnings, str(fault))), fault
    warnings = (*run.warnings, told.warning) if told.warning else run.warnings
    return replace(run, evidence=told.evidence, warnings=warnings), None


def _own(run: Run) -> str:
    return run.written_in if run.written_in in languages() else DEFAULT
