"""`clausecheck target check`."""

import pytest

from tests.project import TARGET, Project


def test_what_was_reached_is_told_with_a_warning_for_a_writing_role(project: Project) -> None:
    told = project.told("target", "check", "staging")
    assert told.code == 0
    assert "crm: reached" in told.out
    assert "warning: this user could write" in told.out


def test_what_was_not_reached_is_told_with_what_would_help(project: Project) -> None:
    project.target(TARGET.replace("datasets:", '  far: {kind: sql, url: "postgresql://u@127.0.0.1:1/d"}\ndatasets:'))
    told = project.told("target", "check", "staging")
    assert told.code == 2
    assert "crm: reached" in told.out
    assert "far: NOT REACHED" in told.out
    assert "connection refused" in told.out
    assert "would help: start the server" in told.out


def test_a_kind_that_nothing_reads_yet_is_not_reached(project: Project) -> None:
    project.target(TARGET.replace("datasets:", '  staff: {kind: ldap, url: "ldaps://127.0.0.1:1"}\ndatasets:'))
    told = project.told("target", "check", "staging")
    assert told.code in {2, 3}
    assert "Traceback" not in told.err


@pytest.mark.parametrize("name", ["stagging", "targets/none.yaml"])
def test_a_wrong_target_is_exit_3(project: Project, name: str) -> None:
    told = project.told("target", "check", name)
    assert (told.code, told.out) == (3, "")
    assert "target" in told.err


def test_a_broken_check_is_no_reason_not_to_reach(project: Project) -> None:
    project.check("raise ZeroDivisionError")
    assert project.told("target", "check", "staging").code == 0
