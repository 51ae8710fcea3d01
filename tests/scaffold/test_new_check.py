import ast
import shutil
from pathlib import Path

import pytest

from clausecheck.check_files import check_file
from clausecheck.errors import CommandError
from clausecheck.scaffold import new_check

ROOT = Path(__file__).parents[2]
STEM = "security_is_monitored"
MONITORING = {"clause": "4.1.e", "kind": "security_monitoring", "topic": "security"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for part in ("policy", "checks", "fixtures/scenarios"):
        shutil.copytree(ROOT / part, tmp_path / part)
    # Every kind has its check: one of them is begun again.
    (tmp_path / "checks" / "security" / f"test_{STEM}.py").unlink()
    shutil.rmtree(tmp_path / "fixtures" / "scenarios" / STEM)
    return tmp_path


def test_a_check_two_scenarios_and_a_page_are_written(project: Path) -> None:
    written = new_check(project, STEM, **MONITORING)
    assert [path.relative_to(project).as_posix() for path in written] == [
        f"checks/security/test_{STEM}.py",
        f"fixtures/scenarios/{STEM}/honoured.yaml",
        f"fixtures/scenarios/{STEM}/violated.yaml",
        f"docs/checks/{STEM}.md",
    ]
    assert all(path.exists() for path in written)


def test_the_check_has_the_agreed_form_and_says_what_is_left_to_do(project: Path) -> None:
    path = new_check(project, STEM, **MONITORING)[0]
    check = check_file(path)
    assert (check.kind, check.promise) == ("security_monitoring", "Security is monitored.")
    assert all((check.why, check.violated, check.remedy, check.source))
    assert "FILL IN" in path.read_text()
    compile(ast.parse(path.read_text()), str(path), "exec")


def test_a_kind_with_typed_terms_asks_for_its_own_class(project: Path) -> None:
    for path in (project / "checks").glob("*/test_*.py"):
        if check_file(path).kind == "mfa":
            path.unlink()
    path = new_check(project, "doors_are_locked", "4.1.c", "mfa", "security")[0]
    assert "from clausecheck.policy.obligations.security import Mfa" in path.read_text()
    assert "obligation: Mfa" in path.read_text()


def test_the_one_open_kind_of_a_clause_is_taken(project: Path) -> None:
    path = new_check(project, STEM, "4.1.e", topic="security")[0]
    assert check_file(path).kind == "security_monitoring"


@pytest.mark.parametrize(
    ("stem", "asked", "told"),
    [
        ("verify_monitoring", MONITORING, "names? the promise"),
        ("ensure_monitoring", MONITORING, "names? the promise"),
        ("StaffAreTrained", MONITORING, "snake_case"),
        ("monitoring", MONITORING, "snake_case"),
        ("../../security_is_monitored", MONITORING, "snake_case"),
        (STEM, {**MONITORING, "clause": "99"}, "no clause 99"),
        (STEM, {**MONITORING, "kind": "security_monitorin"}, "did you mean 'security_monitoring'"),
        (STEM, {**MONITORING, "topic": "securty"}, "did you mean 'security'"),
        (STEM, {"clause": "4"}, "carries no obligation|several kinds|has its check"),
    ],
)
def test_what_stands_against_it_is_told_and_nothing_is_written(
    project: Path, stem: str, asked: dict[str, str], told: str
) -> None:
    before = sorted(project.rglob("*"))
    with pytest.raises(CommandError, match=told):
        new_check(project, stem, **asked)
    assert sorted(project.rglob("*")) == before


def test_what_exists_is_never_overwritten(project: Path) -> None:
    new_check(project, STEM, **MONITORING)
    with pytest.raises(CommandError) as refused:
        new_check(project, STEM, **MONITORING)
    told = str(refused.value)
    assert f"test_{STEM}.py exists already" in told
    assert f"{STEM} judges 'security_monitoring' already" in told
