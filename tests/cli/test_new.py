"""`clausecheck new check`: what it writes passes the house rules once it is filled in."""

import re
import shutil

import pytest

import tests.test_house_rules as rules
from clausecheck.documents import checked, load_schemas
from tests.project import ROOT, Project

NEW = ("new", "check", "security_is_monitored", "--clause", "4.1.e", "--topic", "security")


@pytest.fixture
def scaffolded(project: Project) -> Project:
    """Every kind has its check: one of them is begun again."""
    shutil.copytree(ROOT / "fixtures" / "scenarios", project.folder / "fixtures" / "scenarios")
    (project.folder / "checks" / "security" / "test_security_is_monitored.py").unlink()
    shutil.rmtree(project.folder / "fixtures" / "scenarios" / "security_is_monitored")
    return project


def test_it_tells_what_it_wrote(scaffolded: Project) -> None:
    before = scaffolded.files()
    told = scaffolded.told(*NEW)
    assert told.code == 0, told
    assert {path.strip() for path in told.out.splitlines()} == {
        str(scaffolded.folder / path) for path in scaffolded.files() - before if (scaffolded.folder / path).is_file()
    }
    assert "checks/security/test_security_is_monitored.py" in told.out


def test_the_rules_of_the_house_pass_once_it_is_filled_in(scaffolded: Project) -> None:
    assert scaffolded.told(*NEW).code == 0
    path = scaffolded.folder / "checks" / "security" / "test_security_is_monitored.py"
    assert re.search("TO" + "DO|FILL " + "IN", path.read_text()), "it says what is left to do"
    rules.test_a_check_is_one_promise(path)
    rules.test_a_check_tells_promise_reason_violation_remedy_and_source(path)
    rules.test_a_check_only_judges(path)
    schemas = load_schemas(scaffolded.folder / "policy" / "schema")
    for scenario in (scaffolded.folder / "fixtures" / "scenarios" / "security_is_monitored").glob("*.yaml"):
        outcome = checked(scenario, schemas["scenario.schema.json"], schemas).data["expect"]["outcome"]
        assert outcome == scenario.stem


def test_an_audit_runs_with_a_check_that_is_only_begun(scaffolded: Project) -> None:
    assert scaffolded.told(*NEW).code == 0
    told = scaffolded.audit("--clause", "4.1.e", "--clause", "6.c")
    assert told.code in {2, 4}, told
    assert scaffolded.clause("6.c")["outcome"] == "honoured"
    assert scaffolded.clause("4.1.e")["outcome"] == "unverified"


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("Staff-Are-Trained", "--clause", "4.1.e", "--topic", "security"), "snake_case"),
        (("verify_staff", "--clause", "4.1.e", "--topic", "security"), "what a program does"),
        (("../../staff_out", "--clause", "4.1.e", "--topic", "security"), "snake_case"),
        (("security_is_monitored", "--clause", "99"), "no clause 99"),
        (("security_is_monitored", "--clause", "4.1.e", "--topic", "nowhere"), "no folder 'nowhere'"),
        (
            ("security_is_monitored", "--clause", "4.1.e", "--kind", "mfa", "--topic", "security"),
            "no obligation of kind 'mfa'",
        ),
        (("records_leave_on_time", "--clause", "4.1.e", "--topic", "security"), "exists already"),
        (("security_is_monitored",), "--clause"),
    ],
)
def test_what_stands_against_it_is_told_and_nothing_is_written(
    scaffolded: Project, arguments: tuple[str, ...], phrase: str
) -> None:
    before = scaffolded.files()
    told = scaffolded.told("new", "check", *arguments)
    assert (told.code, told.out) == (3, "")
    assert phrase in told.err
    assert scaffolded.files() == before
