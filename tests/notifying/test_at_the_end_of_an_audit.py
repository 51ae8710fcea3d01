import pytest

from tests.project import OVERDUE, Project
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
