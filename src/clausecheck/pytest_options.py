"""What `pytest checks` may be asked for: the option, and what pytest's `addoption` is told of it.

`clausecheck audit` has the same ones, in `cli/audits.py`.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausecheck.errors import CommandError

if TYPE_CHECKING:
    from clausecheck.audit.session import Session
    from clausecheck.concluding import Ending
    from clausecheck.notifying import Webhook

FAIL_ON = ("violated", "unverified", "new")

OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--target", {"default": "demo", "help": "NAME of targets/NAME.yaml, or a path (default: demo)"}),
    ("--report", {"default": "report", "metavar": "DIR", "help": "folder of the reports (default: report)"}),
    ("--evidence", {"default": "", "metavar": "DIR", "help": "folder of the evidence (default: REPORT/evidence)"}),
    ("--clause", {"action": "append", "default": [], "metavar": "C", "help": "only this clause and those below it"}),
    (
        "--as-of",
        {"default": "", "metavar": "T", "help": "judge as of this moment, ISO 8601 with a zone (default: now)"},
    ),
    ("--contracts", {"action": "store_true", "help": "hold each dataset against its contract (extra contracts)"}),
    ("--language", {"default": "", "metavar": "CODE", "help": "of page and PDF: en, de (default: the policy's)"}),
    ("--pdf", {"action": "store_true", "help": "write report.pdf too (extra pdf)"}),
    (
        "--notify",
        {
            "action": "append",
            "default": [],
            "metavar": "URL",
            "help": "tell this webhook (https://... or slack+https://...) what is new and fixed; repeatable",
        },
    ),
    ("--no-history", {"action": "store_true", "help": "neither compare with earlier runs nor remember this one"}),
    ("--fail-on", {"default": "unverified", "metavar": "O", "help": f"what exits non-zero: {' or '.join(FAIL_ON)}"}),
)


def requested(given: Callable[[str], Any], root: Path, *, listing: bool) -> "Session":
    """The audit that these options ask for, not yet entered; `CommandError` where one of them is wrong."""
    from clausecheck.audit.session import Listing, Request, Session, moment
    from clausecheck.evidence.sealing import prepared
    from clausecheck.reports.writing import known, writable

    report = Path(given("--report"))
    evidence = Path(given("--evidence") or report / "evidence")
    if given("--fail-on") not in FAIL_ON:
        raise CommandError(f"--fail-on {given('--fail-on')}: is none of {', '.join(FAIL_ON)}")
    if not listing:
        known(given("--language"))
        writable(report)
        prepared(evidence, os.environ)
    as_of = given("--as-of")
    return (Listing if listing else Session)(
        Request(
            root=root,
            target=given("--target"),
            clauses=tuple(given("--clause")),
            as_of=moment(as_of) if as_of else None,
            contracts=given("--contracts"),
            report=report,
            evidence=evidence,
        )
    )


def hooks(given: Callable[[str], Any]) -> "tuple[Webhook, ...]":
    """The webhooks that are named; `CommandError` for what is none."""
    from clausecheck.notifying import webhooks

    return webhooks(given("--notify"), os.environ)


def ending(given: Callable[[str], Any], **told: Any) -> "Ending":
    """What these options ask for once the run has ended; `told` are further fields of it."""
    from clausecheck.concluding import Ending

    report, language, pdf = Path(given("--report")), given("--language"), given("--pdf")
    return Ending(report=report, language=language, pdf=pdf, environ=os.environ, **told)
