"""The action and the hook that other repositories take from this one, and the workflows that use them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import COMMAND, KEPT, OVERDUE, ROOT, Project

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def step(name: str) -> Any:
    return next(one for one in read(ROOT / "action.yml")["runs"]["steps"] if one.get("name", "").startswith(name))


@pytest.mark.parametrize(
    ("schema", "files"), [("github-actions", [ROOT / "action.yml"]), ("github-workflows", WORKFLOWS)]
)
def test_files_satisfy_githubs_schemas(schema: str, files: list[Path]) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.strip()) == (0, "ok -- validation done")


def test_hook_is_one_that_pre_commit_takes() -> None:
    pytest.importorskip("pre_commit", reason="pip install pre-commit")
    manifest = ROOT / ".pre-commit-hooks.yaml"
    told = subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], check=False)
    assert told.returncode == 0
    (hook,) = read(manifest)
    assert hook["entry"] == "clausecheck policy lint"


def test_hooks_entry_refuses_a_wrong_policy_with_file_and_line(project: Project) -> None:
    words = read(ROOT / ".pre-commit-hooks.yaml")[0]["entry"].split()[1:]
    assert project.told(*words).code == 0
    project.changed("policy/sections/06-how-long-we-keep-it.yaml", "severity: high", "severity: hihg")
    told = project.told(*words)
    assert told.code == 3
    assert "06-how-long-we-keep-it.yaml:" in told.err


def test_workflows_use_the_action_and_the_hook() -> None:
    steps = [one for file in WORKFLOWS for job in read(file)["jobs"].values() for one in job["steps"]]
    used = [one["with"] for one in steps if one.get("uses") == "./"]
    assert {one["target"] for one in used} == {"demo", "${{ inputs.target || 'staging' }}"}
    assert all(set(one) <= set(read(ROOT / "action.yml")["inputs"]) for one in used)
    assert any("clausecheck-policy-lint" in one.get("run", "") for one in steps)


def test_no_script_pastes_an_input_into_a_command() -> None:
    scripts = [one["run"] for one in read(ROOT / "action.yml")["runs"]["steps"] if "run" in one]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@pytest.mark.parametrize(("rows", "code"), [([KEPT], 0), ([KEPT, OVERDUE], 1)])
def test_step_that_audits_leaves_outputs_and_summary(
    project: Project, tmp_path: Path, rows: list[str], code: int
) -> None:
    project.rows(rows)
    told = audited(project, tmp_path, TARGET="staging", CLAUSES="6.c 6.d", FAIL_ON="violated")
    assert told.returncode == 0, told.stderr
    outputs = (tmp_path / "output").read_text().splitlines()
    assert outputs == [f"exit-code={code}", "report=./the report", "sarif=true"]
    assert (tmp_path / "summary").read_text() == (project.folder / "the report" / "summary.md").read_text()
    verdict = subprocess.run(["bash", "-c", step("verdict")["run"]], env={"CODE": str(code)}, check=False)
    assert verdict.returncode == code


def test_step_passes_names_on_and_runs_none_of_them(project: Project, tmp_path: Path) -> None:
    told = audited(project, tmp_path, TARGET='"; touch planted; "', CLAUSES="* $(touch planted)", FAIL_ON="violated")
    assert told.returncode == 0
    assert (tmp_path / "output").read_text().splitlines()[0] == "exit-code=3"
    assert "planted" not in project.files()
    assert not (tmp_path / "summary").exists()


def audited(project: Project, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The action's own script, as the runner starts it, with `clausecheck` on the path."""
    command = folder / "bin" / "clausecheck"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{COMMAND[0]}" -c "{COMMAND[2]}" "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}", "REPORT": "the report", "FOLDER": ".",
        "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "PYTHONPATH": os.pathsep.join(sys.path), **given,
    }  # fmt: skip
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("audit")["run"]]
    return subprocess.run(shell, cwd=project.folder, env=environment, capture_output=True, text=True, check=False)
