"""What `pytest checks` tells others once the audit has ended: the same as `clausecheck audit` does."""

from collections.abc import Callable

import pytest

from tests.project import OVERDUE, Project, Told
from tests.receiver import receiving

pytest_plugins = ["pytester"]


def test_webhook_and_workflow_are_told(
    project: Project, pytested: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.rows([OVERDUE])
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with receiving() as receiver:
        receiver.answers = [(404, "")]
        monkeypatch.setenv("CLAUSECHECK_NOTIFY", receiver.address)
        told = pytested("--clause", "6.c")
    assert told.code == 1
    assert "::error title=violated::1 clause violated: 6.c" in told.out.splitlines()
    assert "not told what changed: it answered 404" in told.out or "Nobody was notified" in told.out
    assert "secret-path" not in told.out + told.err


def test_wrong_webhook_ends_pytest_with_3(pytested: Callable[..., Told]) -> None:
    told = pytested("--notify", "http://hooks.example/secret-path")
    assert told.code == 3
    assert "secret-path" not in told.out + told.err
