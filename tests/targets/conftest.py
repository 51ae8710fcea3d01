"""Target files in a temporary project, loaded against the policy's own schema."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from clausecheck.errors import Problem, TargetError
from clausecheck.model import Category
from clausecheck.targets import Target, load_target

PROJECT = Path(__file__).parents[2]
CATEGORIES = {
    "communication_records": Category(
        name="communication_records",
        noun="communication records",
        required=("key", "recorded_at"),
        optional=("subject", "deleted_at", "hold"),
    ),
    "services": Category(name="services", noun="services", required=("key", "subject", "status", "service_end")),
}
Loaded = Callable[..., Target]
Refused = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "policy" / "schema", tmp_path / "policy" / "schema")
    (tmp_path / "targets").mkdir()
    return tmp_path


@pytest.fixture
def loaded(project: Path) -> Loaded:
    """Load a target of these lines below `datasets:`, or of a whole text."""

    def load(text: str, environ: Mapping[str, str] | None = None) -> Target:
        (project / "targets" / "staging.yaml").write_text(text)
        return load_target("staging", root=project, categories=CATEGORIES, environ=environ or {})

    return load


@pytest.fixture
def refused(loaded: Loaded) -> Refused:
    def problems(text: str, environ: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
        with pytest.raises(TargetError) as caught:
            loaded(text, environ)
        return caught.value.problems

    return problems
