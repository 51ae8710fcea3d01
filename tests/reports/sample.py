"""A run by hand: every outcome, every count, and names that attack whatever shows them."""

from datetime import UTC, date, datetime, timedelta

from clausecheck.model import (
    Acceptance,
    Basis,
    Clause,
    ClauseResult,
    Finding,
    Obligation,
    Outcome,
    Run,
    Section,
    Severity,
)

SCRIPT = "<script>alert('name')</script>"
FORMULA = '=HYPERLINK("https://attacker.example","click")'
REORDERED = "invoice\u202egpj.exe"
CONTROLS = "a\x00b\x1b[31mc\x07d\x7f\x9be\ufffe\ud800"
MARKUP = "[bold red]bucket[/]"
UNICODE = "архив-données-数据-אבג"
HOSTILE = (SCRIPT, FORMULA, REORDERED, CONTROLS, MARKUP, UNICODE)

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)


def finding(clause: str, outcome: Outcome, message: str, **known: object) -> Finding:
    defaults = {"check": "", "obligation": "declared", "system": "", "resource": ""}
    known = {"id": f"{known.get('check') or 'declared'}[{clause}-{known.get('system', '')}]", **known}
    return Finding(clause=clause, outcome=outcome, message=message, **{**defaults, **known})  # type: ignore[arg-type]


def clause(place: str, title: str, *findings: Finding, **known: object) -> ClauseResult:
    obliges = {
        "promise": f"{title}, as we promised.", "severity": Severity.HIGH, "owner": "support",
        "obligations": (Obligation(kind="declared", basis=Basis.PUBLISHED),),
    }  # fmt: skip
    return ClauseResult(clause=Clause(id=place, title=title, **{**obliges, **known}), findings=findings)  # type: ignore[arg-type]


def heading(place: str, title: str) -> ClauseResult:
    known = {"severity": Severity.NONE, "owner": "", "obligations": (), "informative": "a heading"}
    return clause(place, title, **known)


LATE = finding(
    "6.c", Outcome.VIOLATED,
    "Records leave after 5 years. kept too long: 1,234 of 84,120 communication records. "
    "For example record-5f0c9a1be772. Delete them.",
    check="records_leave_on_time", obligation="retention", system="crm", resource="crm.communications",
    noun="communication records", examined=84_120, violations=1_234, undecidable=7, held=41, excluded=112,
    counts={"excluded: later than as_of": 112, "soft_deleted": 3},
    examples=tuple(f"record-{number:012x}" for number in range(7)),
    promised="Records leave after 5 years.", found="kept too long: 1,234 of 84,120 communication records",
    remedy="Delete them.", where_to_look="SELECT id\nFROM communications\nWHERE created_at < '2021-03-01'",
    warnings=("The database's clock is 90 seconds behind.",), how="One pass over the whole table.",
    terms={"period": "P5Y", "anchor": "recorded_at"},
    ages=(9_000, 8_886, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000, 9_000, 1_000, 234),
)  # fmt: skip

UNREACHED = finding(
    "6.c", Outcome.UNVERIFIED, "Nobody could tell: the archive did not answer. Give the auditing role a replica.",
    check="records_leave_on_time", obligation="retention", system="archive", resource="archive.communications",
    remedy="Give the auditing role a replica.", reasons=("the archive did not answer",),
)  # fmt: skip

ADMINISTRATORS = finding(
    "4.1.c", Outcome.VIOLATED, f"Everybody has a second factor. can sign in without one: 2 of 23 {MARKUP}. Enrol.",
    check="administrators_use_mfa", obligation="mfa", system="cloud", resource=SCRIPT, noun="administrators",
    examined=23, unreadable=3, violations=2, examples=HOSTILE[:5], promised=FORMULA, found=REORDERED, remedy=CONTROLS,
    where_to_look=SCRIPT, reasons=(SCRIPT, CONTROLS), warnings=(MARKUP,), how=UNICODE, source=SCRIPT,
    approved_by=SCRIPT, basis=Basis.COMPANY, terms={SCRIPT: SCRIPT}, counts={SCRIPT: 1},
)  # fmt: skip

WAIVED = finding(
    "4.1.b", Outcome.WAIVED, "Every store is encrypted. not encrypted: 1 of 9 stores. Copy it under a key.",
    check="stores_are_encrypted", obligation="encryption_at_rest", system="cloud", resource="backup-2025",
    noun="stores", examined=9, violations=1, promised="Every store is encrypted.", found="not encrypted",
    remedy="Copy it under a key.", waived=1, waived_by=("policy/waivers.yaml:4",),
)  # fmt: skip

ATTESTED = finding(
    "4.1.a", Outcome.ATTESTED, "The data centre's report says so.", obligation="data_centre_report",
    reasons=("no check exists yet for this promise",), attested_by="policy/attestations.yaml:4",
    basis=Basis.LAW, source="a statute",
)  # fmt: skip

HOLDS = finding(
    "6", Outcome.HONOURED, "Holds are reviewed. All 6 legal holds were examined; none speaks against it.",
    check="legal_holds_are_reviewed", obligation="legal_hold_review", system="crm", resource="crm.legal_holds",
    noun="legal holds", examined=6, basis=Basis.COMPANY,
)  # fmt: skip

CRASHED = finding(
    "6.a", Outcome.UNVERIFIED, "Nobody could tell: the check itself failed (KeyError).", check="records_leave_on_time",
    obligation="retention", system="crm", resource=UNICODE, examined=1_204_551, our_fault=True,
)  # fmt: skip


ACCEPTANCES = (
    Acceptance(
        kind="attestation", clause="4.1.a", about="data_centre_report", covers="organisation", statement=SCRIPT,
        role="security", since=AS_OF - timedelta(days=40), until=AS_OF + timedelta(days=300), state="used",
        document="report.pdf", sha256="0" * 64, file="policy/attestations.yaml", line=4,
    ),
    Acceptance(
        kind="waiver", clause="4.1.b", about="stores_are_encrypted", covers="bucket backup-2025",
        statement="It is emptied by spring", role="infrastructure", since=AS_OF - timedelta(days=10),
        until=AS_OF + timedelta(days=60), state="used", ticket="SEC-12", file="policy/waivers.yaml", line=4,
    ),
    Acceptance(
        kind="waiver", clause="6.c", about="records_leave_on_time",
        covers="at most 2 records of tickets, by their keys",
        statement="Until the migration.", role="infrastructure", since=AS_OF - timedelta(days=100),
        until=AS_OF - timedelta(days=1), state="void", why="it expired on 2026-02-28", ticket=MARKUP,
        file="policy/waivers.yaml", line=19,
    ),
)  # fmt: skip


def sample_run(**changes: object) -> Run:
    known = {
        "id": "2026-03-01-staging-7f3a", "target": "staging", "environment": "staging", "organisation": SCRIPT,
        "policy_title": "Privacy Policy", "policy_version": date(2024, 3, 15), "time_zone": "America/New_York",
        "as_of": AS_OF, "started_at": AS_OF + timedelta(seconds=4), "finished_at": AS_OF + timedelta(seconds=75.25),
        "complete": True, "selection": (), "tool_version": "0.1.0", "warnings": (), "acceptances": ACCEPTANCES,
        "sections": (
            Section(id="1", title="What we collect"), Section(id="4", title="How we protect it"),
            Section(id="6", title="How long we keep it"), Section(id="60", title="Not a part of 6"),
        ),
        "clauses": (
            heading("1", "What we collect"), heading("1.1", "From you"),
            clause("1.1.a", SCRIPT, finding("1.1.a", Outcome.UNVERIFIED, "No check judges this yet.")),
            clause("1.1.b", "Never looked at"),
            heading("4", "How we protect it"), heading("4.1", "Technical safeguards"),
            clause("4.1.a", "Data centres", ATTESTED), clause("4.1.b", "Encryption", WAIVED),
            clause("4.1.c", "Second factor", ADMINISTRATORS, crosswalk={"GDPR": ("Art. 32(1)",)}),
            clause("6", "Kept no longer than needed", HOLDS), clause("6.a", "Accounts", CRASHED),
            clause("6.c", "Communication records", LATE, UNREACHED), heading("60", "Not a part of 6"),
        ),
    }  # fmt: skip
    return Run(**{**known, **changes})  # type: ignore[arg-type]
