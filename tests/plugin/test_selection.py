"""What of an audit is looked at, and that the rest says so."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.project import OVERDUE, TARGET, Project, Told

pytest_plugins = ["pytester"]
Pytested = Callable[..., Told]
NODE = "checks/retention/test_records_leave_on_time.py::test_records_leave_on_time[6.c-communications-crm]"


def unexamined(project: Project) -> list[dict[str, Any]]:
    findings = [finding for clause in project.report()["clauses"] for finding in clause["findings"]]
    return [finding for finding in findings if "not examined in this run" in finding["message"]]


def test_collecting_only_reads_nothing_and_writes_nothing(project: Project, pytested: Pytested) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        project.target(TARGET.replace("sqlite:///crm.db", f"postgresql://u@127.0.0.1:{trap.getsockname()[1]}/d"))
        before = project.files()
        told = pytested("--collect-only", "-q", "--report", "pyproject.toml")
        assert told.code == 0
        assert NODE in told.out
        assert project.files() == before
        with pytest.raises(BlockingIOError):
            trap.accept()


def test_collecting_only_builds_no_world(project: Project, pytested: Pytested) -> None:
    world = project.folder / "own_worlds" / "trap"
    world.mkdir(parents=True)
    (world / "__init__.py").write_text("from pathlib import Path\nPath('built').touch()\n")
    project.target(
        TARGET.replace("environment: staging", "environment: demo\nworld: own_worlds/trap").replace(
            "sqlite:///crm.db", "${DB}"
        )
    )
    assert pytested("--collect-only").code == 0
    assert "built" not in project.files()


def test_ids_and_markers_carry_the_clause(project: Project, pytested: Pytested) -> None:
    (project.folder / "checks" / "conftest.py").write_text(
        "def pytest_collection_modifyitems(items):\n"
        "    for item in items:\n"
        "        print('MARK', item.name, [mark.args for mark in item.iter_markers('clause')])\n"
    )
    told = pytested("--collect-only", "-q", "-s", "-m", "clause")
    assert "MARK test_records_leave_on_time[6.c-communications-crm] [('6.c',)]" in told.out
    assert "MARK test_records_leave_on_time[6.f-nothing-mapped] [('6.f',)]" in told.out
    assert NODE in told.out


@pytest.mark.parametrize(
    "arguments", [("-k", "6.c"), ("-k", "nothing_of_the_kind"), ("-m", "not clause")], ids=lambda given: given[1]
)
def test_narrowing_leaves_the_rest_unverified(project: Project, pytested: Pytested, arguments: tuple[str, str]) -> None:
    assert pytested(*arguments).code == 2
    assert project.report()["run"]["complete"] is False
    left = unexamined(project)
    assert left
    assert all(finding["outcome"] == "unverified" and finding["remedy"] for finding in left)
    assert project.clause("6.c")["outcome"] == ("honoured" if arguments == ("-k", "6.c") else "unverified")


def test_a_node_id_is_examined_alone(project: Project, pytested: Pytested) -> None:
    assert pytested("--clause", "6", paths=(NODE,)).code == 2
    assert project.report()["run"]["complete"] is False
    assert project.clause("6.c")["outcome"] == "honoured"
    assert {finding["check"] for finding in unexamined(project)} >= {
        "legal_holds_are_reviewed",
        "records_leave_on_time",
    }


def test_stopping_at_the_first_failure_is_incomplete(project: Project, pytested: Pytested) -> None:
    project.rows([OVERDUE])
    for stop in ("-x", "--maxfail=1", "--stepwise"):
        pytested("--clause", "6", stop)
        assert project.report()["run"]["complete"] is False, stop
        assert unexamined(project), stop


def test_stepwise_is_no_interruption(project: Project, pytested: Pytested) -> None:
    project.target(TARGET.replace("table: communications", "table: gone"))
    assert pytested("--clause", "6.c", "--clause", "6.f", "--stepwise").code == 2


def test_last_failed_examines_those_alone(project: Project, pytested: Pytested) -> None:
    project.rows([OVERDUE])
    pytested("--clause", "6.c", "--clause", "6.f")
    assert pytested("--clause", "6", "--lf").code == 1
    assert project.report()["run"]["complete"] is False
    assert project.clause("6.c")["outcome"] == "violated"
    assert {finding["check"] for finding in unexamined(project)} >= {"legal_holds_are_reviewed"}


def test_a_clause_without_a_check_has_its_finding(project: Project, pytested: Pytested) -> None:
    (check,) = (project.folder / "checks").glob("*/test_contact_details_are_published_and_answer.py")
    check.unlink()
    told = pytested("--clause", "10.c")
    assert told.code == 2
    assert [clause["id"] for clause in project.report()["clauses"]] == ["10.c"]
    (finding,) = project.clause("10.c")["findings"]
    assert "no check exists yet" in finding["message"]
    assert project.report()["run"]["complete"] is True


def test_a_section_includes_its_items(project: Project, pytested: Pytested) -> None:
    pytested("--clause", "6")
    assert [clause["id"] for clause in project.report()["clauses"]] == ["6", "6.a", "6.b", "6.c", "6.d", "6.e", "6.f"]
    assert project.report()["run"]["complete"] is True


def test_the_plugin_is_inert_where_no_check_is_collected(project: Project, pytested: Pytested) -> None:
    (project.folder / "policy" / "policy.yaml").write_text("broken: [")
    (project.folder / "elsewhere").mkdir()
    (project.folder / "elsewhere" / "test_other.py").write_text("def test_other():\n    assert True\n")
    before = project.files()
    told = pytested("--target", "nobody", paths=("elsewhere",))
    assert told.code == 0
    assert "1 passed" in told.out
    assert "clause by clause" not in told.out
    assert project.files() == before
