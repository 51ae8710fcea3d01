"""`pytest checks` in a project of its own, in this process."""

from collections.abc import Callable

import pytest

from tests.project import AS_OF, Project, Told

Pytested = Callable[..., Told]


@pytest.fixture
def pytested(project: Project, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Pytested:
    """Run pytest over `checks`, or over the paths that are named first, in the project's folder."""
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str, paths: tuple[str, ...] = ("checks",)) -> Told:
        result = pytester.runpytest_inprocess(*paths, "--target", "staging", "--as-of", AS_OF, *arguments)
        return Told(code=int(result.ret), out="\n".join(result.outlines), err="\n".join(result.errlines))

    return run
