"""What is known of a run beyond itself: earlier runs, its evidence, and who signed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from clausecheck.model.words import Outcome


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the earlier runs of a target say of one finding or clause that this run has.

    `before` is the outcome when it was last examined, None where it never was. `since` is when the first of the
    unbroken row of runs with today's outcome started, and `runs` their number; today's run counts. `first_violated`
    is when it was first seen violated since it was last kept: runs that could not tell do not stop that clock. It is
    None for what is kept, and for what was never seen violated.
    """

    before: Outcome | None
    since: datetime
    runs: int
    first_violated: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PastRun:
    """An earlier run of the same target; `totals` counts clauses. It ended: runs that died are not among them."""

    id: str
    as_of: datetime
    started_at: datetime
    policy_version: date
    complete: bool
    totals: Mapping[Outcome, int]


@dataclass(frozen=True, kw_only=True)
class History:
    """What earlier runs of the target say of this one: by `Finding.id`, by clause, and the runs, the oldest first.

    Only complete runs that judged no later moment count. `gone` are the findings that clauses of this run had before
    and have no longer, with their outcome then. `runs` are the last hundred that looked at the same clauses, incomplete
    ones too, for a trend; `previous` is the id of the run before, "" where there is none.
    """

    findings: Mapping[str, Seen] = field(default_factory=dict)
    clauses: Mapping[str, Seen] = field(default_factory=dict)
    gone: Mapping[str, Outcome] = field(default_factory=dict)
    runs: tuple[PastRun, ...] = ()
    previous: str = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceRef:
    """Where a run's evidence lies: its folder relative to the report's, and the SHA-256 of its manifest, in hex.
    `folder` is "" where it does not lie beside the page, as on a site over many runs: then nothing links to it.

    `files` maps each file of it to its SHA-256. `signed_by` is the fingerprint of the key, "" where nobody signed.
    `previous` is the digest of the manifest before it in the chain, "" for the first.
    """

    folder: str
    manifest_sha256: str
    files: Mapping[str, str] = field(default_factory=dict)
    signed_by: str = ""
    previous: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person who signs a run decides for a clause that is violated or unverified, and until when."""

    clause: str
    decision: str
    due: date


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """A run signed by a person: name, role, moment, and a decision for each clause that needs one."""

    name: str
    role: str
    at: datetime
    decisions: tuple[Decision, ...] = ()
