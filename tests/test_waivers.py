"""Waivers: accepted violations, for exactly what they name, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit.session import Request, Session, moment
from clausecheck.model import Finding, Outcome
from fixtures.worlds import world
from fixtures.worlds.servers import Missing
from tests.project import AS_OF, KEPT, OVERDUE, PYTEST, Project

ENTRY = {
    "targets": "[staging]",
    "clause": '"6.c"',
    "check": "records_leave_on_time",
    "dataset": "communications",
    "keys": '["2"]',
    "at_most": "1",
    "justification": "It leaves with the old archive in spring.",
    "approved_by": "engineering",
    "risk": "One conversation is kept for longer than promised.",
    "created_at": "2026-02-01T09:00:00-05:00",
    "expires_at": "2026-06-01T09:00:00-04:00",
    "ticket": "ENG-7",
}


def written(project: Project, *entries: dict[str, str]) -> None:
    lines = ["waivers:"]
    for entry in entries:
        told = [f"{name}: {value}" for name, value in entry.items() if value]
        lines += [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]
    (project.folder / "policy" / "waivers.yaml").write_text("\n".join(lines) + "\n")


def finding(project: Project, clause: str = "6.c") -> dict[str, Any]:
    (found,) = [one for one in project.clause(clause)["findings"] if one["check"]]
    return dict(found)


@pytest.fixture
def overdue(project: Project) -> Project:
    """Three communications, of which the second is overdue."""
    project.rows([KEPT, OVERDUE, KEPT])
    project.target()
    return project


def test_a_violation_that_is_wholly_covered_is_waived_and_still_counted(overdue: Project) -> None:
    written(overdue, ENTRY)
    told = overdue.audit("--clause", "6.c")
    assert told.code == 0
    assert "Without waivers: 1 violated" in told.out
    kept = finding(overdue)
    assert (kept["outcome"], kept["violations"], kept["waived"]) == ("waived", 1, 1)
    assert kept["waived_by"][0].endswith("waivers.yaml:2")
    report = overdue.report()
    assert (report["totals"]["waived"], report["totals"]["violated"]) == (1, 0)
    assert (report["totals_without_waivers"]["waived"], report["totals_without_waivers"]["violated"]) == (0, 1)
    (entry,) = report["acceptances"]
    assert (entry["state"], entry["ticket"], entry["role"]) == ("used", "ENG-7", "engineering")


def test_what_it_does_not_name_stays_violated(overdue: Project) -> None:
    overdue.rows([OVERDUE, OVERDUE])
    written(overdue, ENTRY)
    assert overdue.audit("--clause", "6.c").code == 1
    kept = finding(overdue)
    assert (kept["outcome"], kept["violations"], kept["waived"]) == ("violated", 2, 1)
    assert "1 of these 2 are waived" in kept["message"]


def test_two_waivers_may_cover_a_finding_together(overdue: Project) -> None:
    overdue.rows([OVERDUE, OVERDUE])
    written(overdue, ENTRY, ENTRY | {"keys": '["1"]'})
    assert overdue.audit("--clause", "6.c").code == 0
    assert finding(overdue)["waived"] == 2
    assert len(finding(overdue)["waived_by"]) == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"expires_at": "2026-03-01T12:00:00Z"}, "it expired on 2026-03-01"),
        ({"created_at": "2026-03-01T12:00:01Z"}, "accepted only after the audited moment"),
    ],
)
def test_an_expired_one_excuses_nothing_and_stands_in_the_report(
    overdue: Project, change: dict[str, str], why: str
) -> None:
    written(overdue, ENTRY | change)
    told = overdue.audit("--clause", "6.c")
    assert told.code == 1
    assert finding(overdue)["outcome"] == "violated"
    (entry,) = overdue.report()["acceptances"]
    assert (entry["state"], why in entry["why"]) == ("void", True)
    assert why in " ".join(told.out.split())


def test_an_unused_one_stands_in_the_report(overdue: Project) -> None:
    written(overdue, ENTRY | {"keys": '["3"]'})
    assert overdue.audit("--clause", "6.c").code == 1
    assert overdue.report()["acceptances"][0]["state"] == "unused"


def test_another_clause_another_target_or_an_unverified_finding_is_not_waived(overdue: Project) -> None:
    overdue.target(overdue.folder.joinpath("targets/staging.yaml").read_text().replace("staging", "other"), "other")
    written(overdue, ENTRY | {"targets": "[other]"})
    assert overdue.audit("--clause", "6.c").code == 1
    assert overdue.report()["acceptances"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"clause": '"6.z"'}, "no clause 6.z"),
        ({"clause": '"6.b"'}, ""),
        ({"check": "records_leave_on_tim"}, "there is no check records_leave_on_tim"),
        ({"check": "stores_are_encrypted"}, "clause 6.c carries no obligation that stores_are_encrypted judges"),
        ({"check": "no_marketing_after_opt_out", "clause": '"5.4.a"'}, "check: holds what may not stand here"),
        ({"check": "opt_outs_last", "clause": '"5.4.a"', "dataset": "communications"}, "cannot be waived"),
        ({"dataset": "communication"}, "has no dataset communication; did you mean 'communications'"),
        ({"at_most": "2"}, "over-broad: it names 1 records and would excuse 2"),
        ({"approved_by": "dpo"}, "approved_by"),
        ({"expires_at": "2026-08-02T09:00:00-04:00"}, "it lasts 181 days; a waiver lasts at most 180"),
        ({"expires_at": "2026-01-01T09:00:00-05:00"}, "expires before it is accepted"),
        ({"expires_at": "2026-06-01"}, "expires_at"),
        ({"keys": "", "at_most": "", "dataset": "", "resources": "[crm.communications]"}, "over-broad"),
        ({"keys": "", "at_most": "", "dataset": "", "resources": '["crm.*"]'}, "resources"),
        ({"targets": "[stagin]"}, "there is no target stagin"),
        ({"ticket": ""}, "ticket"),
    ],
)
def test_what_names_nothing_or_too_much_is_refused_with_its_line(
    overdue: Project, change: dict[str, str], said: str
) -> None:
    written(overdue, ENTRY | change)
    told = overdue.audit("--clause", "6.c")
    if not said:  # 6.b carries a retention too
        assert told.code == 1
        return
    assert told.code == 3
    assert said in told.err
    assert "waivers.yaml:" in told.err
    assert "report" not in overdue.files()


def test_overlapping_waivers_are_refused(overdue: Project) -> None:
    written(overdue, ENTRY, ENTRY | {"keys": '["1", "2"]', "at_most": "2"})
    told = overdue.audit("--clause", "6.c")
    assert told.code == 3
    assert "waivers.yaml:14" in told.err
    assert "overlaps with the waiver of line 2" in told.err


def test_a_key_is_nowhere_in_what_is_written_or_said(overdue: Project) -> None:
    planted = "kunigunde.waldvogel@example.org"
    written(overdue, ENTRY | {"keys": f'["{planted}"]'}, ENTRY | {"keys": f'["2", "{planted}"]', "at_most": "2"})
    told = overdue.audit("--clause", "6.c")
    assert told.code == 3
    assert planted not in told.out + told.err
    written(overdue, ENTRY | {"keys": f'["{planted}"]'})
    told = overdue.audit("--clause", "6.c")
    assert planted not in told.out + told.err
    for name in ("index.html", "report.json", "junit.xml"):
        assert planted not in (overdue.folder / "report" / name).read_text()


def test_pytest_calls_it_an_expected_failure(overdue: Project) -> None:
    written(overdue, ENTRY)
    process = overdue.started(
        PYTEST, "--target", "staging", "--clause", "6.c",
        "--as-of", AS_OF,
    )  # fmt: skip
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    assert "1 xfailed" in out


COMPOSED, DECOMPOSED = "Zo\u00eb", "Zoe\u0308"


@pytest.mark.parametrize("sql", ["sqlite", "duckdb", "postgresql", "mariadb"])
@pytest.mark.parametrize("split", [False, True], ids=["one system", "two systems"])
def test_keys_are_matched_in_every_database(sql: str, split: bool, tmp_path: Path, project: Project) -> None:
    """Numbers, text, bytes that only look alike; where tables lie in two systems, keys are hashed already."""
    holds = {"legal_holds": [{"id": "h-1", "by": "counsel", "why": "w", "from": "2025-01-01", "review": "2027-01-01"}]}
    keys = ("1", COMPOSED, DECOMPOSED, "x y", "left")
    tickets = [{"id": key, "at": "2010-01-01T00:00:00Z", "hold": None} for key in keys]
    worlds: dict[str, Any] = {"sql": {"tickets": tickets}}
    worlds |= {"files": {"holds.parquet": holds["legal_holds"]}} if split else {}
    if not split:
        worlds["sql"] |= holds
    try:
        finding = _audited(worlds, sql, tmp_path, project, split=split, keys=("1", COMPOSED, "x y"))
    except Missing as missing:
        pytest.skip(str(missing))
    assert (finding.violations, finding.waived, finding.outcome) == (5, 3, Outcome.VIOLATED), finding.message


def _audited(
    worlds: dict[str, Any], sql: str, folder: Path, project: Project, *, split: bool, keys: tuple[str, ...]
) -> Finding:
    written(project, ENTRY | {"keys": json.dumps(list(keys), ensure_ascii=False), "at_most": str(len(keys)),
                              "dataset": "tickets"})  # fmt: skip
    with world(worlds, sql=sql, folder=folder) as systems:
        where, table = ("files", "holds") if split else ("sql", "legal_holds")
        datasets = [
            {"name": "tickets", "category": "communication_records", "system": "sql", "table": "tickets", "key": "id",
             "recorded_at": "at", "hold": "hold"},
            {"name": "holds", "category": "legal_holds", "system": where, "table": table, "key": "id",
             "approver": "by", "reason": "why", "starts_at": "from", "review_at": "review"},
        ]  # fmt: skip
        target = {"target": "staging", "environment": "demo", "systems": systems, "datasets": datasets}
        project.target(json.dumps(target))
        request = Request(root=project.folder, target="staging", clauses=("6.c",), as_of=moment(AS_OF))
        with Session(request) as session:
            session.gather(session.examinations)
            for one in session.examinations:
                session.judge(one)
            (finding,) = session.finish().findings
    return finding
