"""Passwords and access keys with their last use, from IAM's credential report: one call for everybody.

A password that was never used counts from its last change, a key from its making. Those that are switched off let
nobody in. Root's password is meant for emergencies and never judged by its use; a key of root should not exist at all
(CIS AWS Foundations Benchmark 1.4).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from clausecheck.connectors.aws.calls import missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.credential_report import ROOT, Row, credential_report
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Access, Unreadable
from clausecheck.redaction import Pseudonyms

_KINDS = (
    # what it is, whether it is switched on, its last use, and since when it is what it is
    ("password", "password_enabled", "password_last_used", ("password_last_changed", "user_creation_time")),
    ("access key 1", "access_key_1_active", "access_key_1_last_used_date", ("access_key_1_last_rotated",)),
    ("access key 2", "access_key_2_active", "access_key_2_last_used_date", ("access_key_2_last_rotated",)),
)
_NEVER = ("N/A", "no_information", "")
_KEY = "IAM's credential report"


def of(account: Account, pseudonyms: Pseudonyms) -> tuple[Access | Unreadable, ...]:
    """An access for each credential that works."""
    try:
        report = credential_report(account)
    except Unanswered as failure:
        return (missing(_KEY, "", failure),)
    return tuple(access for whose, row in report.items() for access in _of(whose, row, pseudonyms))


def _of(whose: str, row: Row, pseudonyms: Pseudonyms) -> Iterator[Access]:
    to = "root account" if whose == ROOT else pseudonyms.of("user", whose)
    for kind, switch, used, made in _KINDS:
        if row.get(switch) == "true" and (whose, kind) != (ROOT, "password"):
            yield _access(kind, to, whose == ROOT, row, used, made)
        elif row.get(switch) not in ("true", "false", "N/A", "not_supported"):
            yield _untold(kind, to, f"{_KEY} does not tell whether it works")


def _access(kind: str, to: str, is_root: bool, row: Row, used: str, made: tuple[str, ...]) -> Access:
    since = _moment(row.get(used, "")) or next(filter(None, (_moment(row.get(name, "")) for name in made)), None)
    is_told = since is not None and (row.get(used, "") in _NEVER or _moment(row.get(used, "")) is not None)
    return Access(
        label=f"{kind} of {to}",
        kind="credential",
        to=to,
        reaches="everything in the account" if is_root else "what its user may reach",
        declared=not is_root,
        unlimited=is_root,
        idle_since=since if is_told else None,
        untold="" if is_told else f"{_KEY} does not tell when it was used last",
    )


def _untold(kind: str, to: str, why: str) -> Access:
    return Access(
        label=f"{kind} of {to}", kind="credential", to=to, reaches="what its user may reach", declared=True, untold=why
    )


def _moment(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
