from datetime import date
from pathlib import Path

import pytest

from clausecheck.errors import CommandError, PolicyError
from clausecheck.model import Basis, Obligation, Section, Severity
from clausecheck.periods import Period
from clausecheck.policy import Collected, load_policy
from clausecheck.policy.crosschecks import position
from clausecheck.policy.obligations.retention import BackupExpiry, Retention


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def problems(folder: Path) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_policy(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_a_policy_is_frozen_data_in_its_order(folder: Path) -> None:
    policy = load_policy(folder)
    assert (policy.organisation, policy.version, policy.time_zone) == (
        "Small Ltd", date(2024, 3, 15), "America/New_York",
    )  # fmt: skip
    assert policy.sections == (Section(id="1", title="What we collect"), Section(id="6", title="How long we keep it"))
    assert [clause.id for clause in policy.clauses] == ["1", "1.1", "1.1.a", "6", "6.a"]
    assert policy.collection == {"1.1.a": Collected(category="communication_records", line=15)}
    assert policy.categories["communication_records"].required == ("key", "recorded_at")


def test_obligations_are_typed_where_a_check_reads_them(folder: Path) -> None:
    clause = load_policy(folder).clauses[-1]
    assert (clause.severity, clause.line, clause.file) == (Severity.HIGH, 4, str(folder / "sections" / "06-keep.yaml"))
    retention, backups, reports = clause.obligations
    assert retention == Retention(
        kind="retention",
        basis=Basis.PUBLISHED,
        category="communication_records",
        period=Period(months=60),
        anchor="recorded_at",
        file=clause.file,
        line=10,
    )
    assert isinstance(backups, BackupExpiry)
    assert (backups.expires_within, backups.approved_by, backups.line) == (Period(days=35), "engineering", 11)
    assert type(reports) is Obligation
    assert (reports.terms, reports.line) == ({"covers": "physical_access", "interval": "P1Y"}, 12)


def test_every_problem_of_every_file_is_told_at_once(folder: Path) -> None:
    change(folder, "policy.yaml", "America/New_York", "America/New_Yrok")
    change(folder, "sections/01-collect.yaml", "severity: low", "severity: lwo")
    change(folder, "sections/06-keep.yaml", "category: communication_records", "category: comunication_records")
    change(folder, "sections/06-keep.yaml", "P35D", "35 days")
    found = problems(folder)
    assert [problem.split(": ")[0] for problem in found] == [
        "policy.yaml:4:12",
        "sections/01-collect.yaml:8:15",
        "sections/06-keep.yaml:10:37",
        "sections/06-keep.yaml:11:47",
    ]
    assert found[0].endswith("time_zone: 'America/New_Yrok' is no time zone; did you mean 'America/New_York'?")
    assert found[1].endswith("clauses[2].severity: 'lwo' is not known here; did you mean 'low'?")
    assert found[2].endswith(
        "clauses[1].obligations[0].category: 'comunication_records' is no category of policy.yaml; "
        "did you mean 'communication_records'?"
    )
    assert "clauses[1].obligations[1].expires_within: '35 days' does not fit here; wanted: an ISO 8601" in found[3]


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("sections/06-keep.yaml", "P5Y", "5 yeers", "06-keep.yaml:10:68: clauses[1].obligations[0].period: '5 yeers'"),
        ("sections/06-keep.yaml", "kind: retention", "kind: retentoin", "'retentoin' is not known here; did you"),
        ("sections/06-keep.yaml", "period: P5Y", "perod: P5Y", "unknown key 'perod'; did you mean 'period'?"),
        ("sections/06-keep.yaml", "recorded_at", "service_end", "'service_end' is no column role of communication_re"),
        ("sections/06-keep.yaml", ", approved_by: engineering", "", "lacks the key 'approved_by'"),
        ("sections/06-keep.yaml", "id: 6.a", "id: 5.a", "clause 5.a does not belong to section 6"),
        ("sections/06-keep.yaml", "id: 6.a", "id: 6", "clause 6 stands twice: first in "),
        ("sections/01-collect.yaml", "id: 1.1,", "id: 1.2,", "clause 1.1.a stands after 1.2"),
        ("sections/01-collect.yaml", "- {id: 1,", "- {id: 1.0,", "'1.0' does not fit here"),
        ("sections/01-collect.yaml", "severity: low", "severity: low\n    severity: high", "twice: first at line 8"),
        ("sections/01-collect.yaml", "severity: low", "informative: It does not.", "may not stand here"),
        ("policy.yaml", "01-collect.yaml", "01-colect.yaml", "there is no file sections/01-colect.yaml; did you mean"),
        ("policy.yaml", "01-collect.yaml, ", "", "does not list sections/01-collect.yaml"),
        ("policy.yaml", "[01-collect.yaml, 06-keep.yaml]", "[06-keep.yaml, 01-collect.yaml]", "listed after section 6"),
        ("policy.yaml", "1.1.a: {cat", "1.1.b: {cat", "the policy has no clause 1.1.b; did you mean '1.1.a'?"),
        ("policy.yaml", "{category: communication_records}", "{category: letters}", "'letters' is no category"),
        ("policy.yaml", '"2024-03-15"', "2024-02-30", "'2024-02-30' is not a date"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_place_and_a_word(folder: Path, name: str, old: str, new: str, says: str) -> None:
    change(folder, name, old, new)
    found = problems(folder)
    assert any(says in problem for problem in found), found
    assert all(problem.split(":")[1].isdigit() for problem in found)


@pytest.mark.parametrize("term", ["within: P1Y", "at_most: 2"])
def test_how_often_consent_may_carry_a_transfer_and_in_what_time_belong_together(folder: Path, term: str) -> None:
    rule = f"- {{kind: transfer_mechanism, mechanism: explicit_consent, {term}, basis: published}}"
    change(folder, "sections/06-keep.yaml", "- {kind: retention", f"{rule}\n      - {{kind: retention")
    assert any("lacks a key that another key here asks for" in problem for problem in problems(folder))
    change(folder, "sections/06-keep.yaml", term, "at_most: 2, within: P1Y")
    load_policy(folder)


def test_the_same_section_twice_is_told(folder: Path) -> None:
    change(folder, "policy.yaml", "06-keep.yaml]", "06-keep.yaml, 06-keep.yaml]")
    assert any("sections/06-keep.yaml is listed twice" in problem for problem in problems(folder))


def test_files_beside_the_sections_are_checked_too(folder: Path) -> None:
    (folder / "attestations.yaml").write_text("attestations: [{clause: 6.a}]\n")
    (folder / "waivers.yaml").write_text("waiver: []\n")
    found = "\n".join(problems(folder))
    assert "attestations.yaml:1:16: attestations[0]: lacks the key 'signed_by'" in found
    assert "waivers.yaml:1:1: waiver: unknown key 'waiver'; did you mean 'waivers'?" in found


def test_a_missing_folder_file_or_schema_is_a_policy_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no such folder"):
        load_policy(tmp_path / "nowhere")
    with pytest.raises(PolicyError, match="no JSON Schema"):
        load_policy(folder / "sections")
    (folder / "policy.yaml").unlink()
    assert problems(folder) == ["policy.yaml: there is no such file"]


def test_clauses_are_selected_with_what_stands_under_them(folder: Path) -> None:
    policy = load_policy(folder)
    assert [clause.id for clause in policy.selected(["6"])] == ["6", "6.a"]
    assert policy.selected([]) == policy.clauses
    with pytest.raises(CommandError) as caught:
        policy.selected(["6.a", "99", "1.1.b"])
    assert [problem.message for problem in caught.value.problems] == [
        "the policy has no clause '99'; known: 1, 1.1, 1.1.a, 6, 6.a",
        "the policy has no clause '1.1.b'; did you mean '1.1.a'?",
    ]


def test_ids_stand_as_in_a_text() -> None:
    ids = ["1", "1.a", "1.b", "1.z", "1.aa", "1.1", "1.1.a", "1.2", "1.10", "2", "10"]
    assert [*sorted(set(ids), key=position)] == ids
