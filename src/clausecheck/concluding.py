"""What becomes of a run that has ended: held against its past, kept as evidence, reported, remembered, told.

Both ways into an audit, pytest and the command, end here, so that they leave the same behind.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from clausecheck.model import Run
from clausecheck.notifying import Webhook, notify
from clausecheck.reports import pdf
from clausecheck.reports.language import DEFAULT, languages
from clausecheck.reports.writing import write, write_paper


def _on_stderr(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What the command line asks for once a run has ended. `report` is the folder of the reports.

    `language` is that of the page, "" for the policy's own where there is a catalogue of it, else English. `pdf` asks
    for the PDF; where what sets it is missing, it is left out and the run says what installs it.
    `notify` are the webhooks that are told what changed; `tell` is given sentences on what went wrong with that.
    """

    report: Path
    language: str = ""
    pdf: bool = False
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    notify: tuple[Webhook, ...] = ()
    tell: Callable[[str], None] = _on_stderr


def conclude(run: Run, ending: Ending) -> tuple[Run, tuple[Path, ...]]:
    """The run with what was found out about it here, and the paths of its reports.

    Raises `CommandError` where what it leaves cannot be written.
    """
    run = replace(run, language=ending.language or _own(run))
    lacking = pdf.missing() if ending.pdf else ""
    if lacking:
        run = replace(run, warnings=(*run.warnings, lacking))
    paths = write(run, ending.report)
    if ending.pdf and not lacking:
        paths += write_paper(run, ending.report)
    for sentence in notify(run, ending.notify):
        ending.tell(sentence)
    return run, paths


def _own(run: Run) -> str:
    return run.written_in if run.written_in in languages() else DEFAULT
