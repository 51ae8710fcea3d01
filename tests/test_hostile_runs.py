"""Whole runs whose places and names mean harm: a disk that takes nothing, somebody else in the same folder, names that
attack whatever shows them. Refused or neutralised with a clear sentence, and nothing lost of earlier runs.
"""

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import unicodedata
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.project import AS_OF, COMMAND, KEPT, OVERDUE, TARGET, Project
from tests.reports.sample import FORMULA, REORDERED, SCRIPT

AUDIT = (*COMMAND, "audit", "--target", "staging", "--as-of", AS_OF, "--clause", "6.c")
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
CONTROLS = "a\x1b[31mb\x07c\x9bd"


def held(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mounted_read_only(place: str, project: Project) -> "subprocess.CompletedProcess[str]":
    """An audit that sees this folder on a disk mounted read-only; everybody else sees it as it was."""
    unshare = shutil.which("unshare")
    tried = unshare and subprocess.run([unshare, "-rm", "true"], check=False, capture_output=True).returncode == 0
    if not tried:
        pytest.skip("mounting needs util-linux's unshare and a system that allows it: run as root")
    command = [str(unshare), "-rm", "sh", "-c", _READ_ONLY, place, *AUDIT]
    return subprocess.run(command, cwd=project.folder, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("place", ["report", "report/evidence"])
def test_a_read_only_disk_is_told_and_earlier_runs_stay(project: Project, place: str) -> None:
    assert project.audit("--clause", "6.c").code == 0
    before = held(project.folder / "report")
    told = mounted_read_only(place, project)
    assert told.returncode == 3, told.stdout + told.stderr
    assert re.search(r"folder report\S* cannot be written: Read-only file system", told.stderr), told.stderr
    assert "Traceback" not in told.stderr
    assert held(project.folder / "report") == before
    assert project.told("evidence", "verify", "report/evidence").code == 0


def test_a_history_on_a_read_only_disk_costs_no_verdict(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSECHECK_HISTORY")
    assert project.audit("--clause", "6.c").code == 0
    before = held(project.folder / ".clausecheck")
    project.rows([OVERDUE])
    told = mounted_read_only(".clausecheck", project)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "this run is not in a history" in told.stdout
    assert held(project.folder / ".clausecheck") == before
    assert project.clause("6.c")["outcome"] == "violated"


def test_two_runs_at_once_into_one_folder_leave_the_reports_of_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSECHECK_HISTORY", ".clausecheck/history.sqlite")
    running = [project.started(AUDIT) for _ in range(3)]
    for one in running:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, out + err
    runs = {path.parent.name for path in (project.folder / "report" / "evidence").glob("*/manifest.json")}
    assert len(runs) == 3
    assert project.told("evidence", "verify", "report/evidence").code == 0
    assert all(run in project.told("history").out for run in runs)
    left = {name: text.decode(errors="replace") for name, text in held(project.folder / "report").items()}
    last = project.report()["run"]["id"]
    naming = {one for one, text in left.items() if "/" not in one and f"evidence/{last}" in text}
    assert naming >= {"index.html", "oscal-assessment-results.json"}
    for other in runs - {last}:  # which may well be named, as an earlier one
        assert [one for one, text in left.items() if "/" not in one and f"evidence/{other}" in text] == []


@pytest.mark.parametrize("name", [SCRIPT, FORMULA, REORDERED, "{{ 7 * 7 }}", "../../etc/passwd"])
def test_a_target_is_not_called_after_an_attack(project: Project, name: str) -> None:
    project.target(TARGET.replace("target: staging", f"target: {json.dumps(name)}"))
    before = project.files()
    told = project.audit()
    assert told.code == 3
    assert re.search(r"targets/staging\.yaml:2:\d+: target: ", told.err), told.err
    assert project.files() == before


@pytest.mark.parametrize(
    "name",
    [
        SCRIPT,
        '=HYPERLINK("//attacker","click")',
        "invoice\u202egpj",
        CONTROLS,
        "=1+1",
        "@SUM(1)",
        "-2+3",
        "[bold red]x[/]",
    ],
)
def test_names_of_resources_attack_nobody(project: Project, name: str) -> None:
    """Tables and columns that are called so, mapped and not, and a promise that is titled so."""
    with closing(sqlite3.connect(project.folder / "crm.db")) as database, database:
        quoted = '"' + name.replace('"', '""') + '"'
        database.execute(f"CREATE TABLE {quoted} ({quoted} TEXT, created_at TEXT)")
        database.execute(f"INSERT INTO {quoted} VALUES ('1', '{OVERDUE}'), ('2', '{KEPT}')")
    table = json.dumps(name)
    project.target(TARGET.replace("table: communications", f"table: {table}").replace("key: id", f"key: {table}"))
    project.changed(
        "policy/sections/06-how-long-we-keep-it.yaml", "title: Communication records", f"title: {json.dumps(name)}"
    )
    told = project.audit("--clause", "6.c", "--clause", "1.1")
    assert told.code == 1, told
    assert project.clause("6.c")["findings"][0]["violations"] == 1
    written = {one: text.decode() for one, text in held(project.folder / "report").items()}
    for place, text in {**written, "the terminal": told.out}.items():
        shown = re.sub(r"\\u[0-9a-f]{4}", "", text) if place.endswith((".json", ".jsonl")) else text
        if "/policy/" in place or place.endswith("target.yaml"):
            continue  # what people wrote, as they wrote it
        strange = {sign for sign in shown if sign not in "\n\r\t" and unicodedata.category(sign) in {"Cc", "Cf"}}
        assert strange - {"\ufeff", "\u00ad"} == set(), place
    assert "<script>alert" not in written["index.html"] + written["summary.md"]
    for one in ("findings.csv", "ropa.csv"):
        cells = [cell for line in csv.reader(written[one].lstrip("\ufeff").splitlines()) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t"))], one
