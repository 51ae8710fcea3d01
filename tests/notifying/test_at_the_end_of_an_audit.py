import pytest

from tests.project import KEPT, OVERDUE, Project
from tests.receiver import Receiver


def test_webhook_that_fails_is_told_and_changes_no_exit_code(project: Project, receiver: Receiver) -> None:
    project.rows([OVERDUE])
    receiver.answers = [(404, "")]
    told = project.audit("--clause", "6.c", "--notify", receiver.address)
    assert told.code == 1
    assert "not told what changed: it answered 404" in told.err or "Nobody was notified" in told.err
    assert "secret-path" not in told.out + told.err


def test_wrong_webhook_ends_the_run_before_anything_is_audited(project: Project) -> None:
    told = project.audit("--notify", "http://hooks.example/secret-path")
    assert told.code == 3
    assert "in plain text" in told.err
    assert "secret-path" not in told.err
    assert not [name for name in project.files() if name.startswith("report")]


def test_workflow_of_github_is_told_by_commands(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.rows([OVERDUE])
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = project.audit("--clause", "6.c").out.splitlines()
    assert "::error title=violated::1 clause violated: 6.c" in lines
    at = [line for line in lines if line.startswith("::error title=6.c")]
    assert at
    assert "file=policy/sections/06-how-long-we-keep-it.yaml,line=" in at[0]


def test_what_is_new_is_told_once_and_what_is_fixed_when_it_is(
    project: Project, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[tuple[object, object, object]]:
        receiver.bodies.clear()
        project.audit("--clause", "6.c", "--notify", receiver.address)
        return [
            (kind, one["clause"], one["change"])
            for body in receiver.bodies
            for kind in ("new", "fixed")
            for one in body[kind]
        ]

    monkeypatch.setenv("CLAUSECHECK_HISTORY", "sqlite:///runs.db")
    assert told() == []
    project.rows([OVERDUE])
    assert told() == [("new", "6.c", "new")]
    assert told() == []
    project.rows([KEPT])
    assert told() == [("fixed", "6.c", "fixed")]


def test_nobody_is_told_without_history(project: Project, receiver: Receiver) -> None:
    told = project.audit("--clause", "6.c", "--no-history", "--notify", receiver.address)
    assert told.code == 0
    assert "Nobody was notified: without history" in told.err
    assert receiver.bodies == []
