"""What must not be loaded before it is needed, and what the packaging has to name. The layers are `tox -e imports`."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"boto3", "duckdb", "great_expectations", "jinja2", "jsonschema", "moto", "pyarrow", "rich", "sqlalchemy"}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [("clausecheck", set()), ("clausecheck.pytest_plugin", set()), ("clausecheck.cli", {"rich"})],
)
def test_importing_loads_no_heavy_library(module: str, allowed: set[str]) -> None:
    told = f"import {module}, sys; print(*({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) <= allowed


def test_every_library_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    declared = {re.split(r"[\[<>=]", one)[0].lower() for one in [*project["dependencies"], *extras]}
    distributions = packages_distributions()
    used = {name for path in (ROOT / "src").rglob("*.py") for name in top_level(path)} - set(sys.stdlib_module_names)
    named = {n: {d.lower().replace("_", "-") for d in distributions.get(n, [n])} for n in used}
    undeclared = {n for n in used if not named[n] & {*declared, "clausecheck"}}
    # Each comes with a declared one, whose interface it is: boto3, typer, jinja2, jsonschema.
    assert undeclared <= {"botocore", "click", "markupsafe", "referencing"}


def top_level(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    within = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | within}


def test_every_extra_is_pinned() -> None:
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    groups = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    asked = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
    names = {re.split(r"[\[<>=]", one)[0] for one in asked}
    assert names - pinned <= {"clausecheck"}
