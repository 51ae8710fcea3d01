"""A small project of its own: the policy and the checks of this repository, one target, one SQLite file."""

import contextlib
import io
import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clausecheck.audit.session
import clausecheck.connectors.sql.sqlite
import clausecheck.records.retention  # noqa: F401 - what the commands load lazily is loaded once for all tests
from clausecheck.cli import main

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from clausecheck.cli import main; main()")
PYTEST = (sys.executable, "-m", "pytest", "checks", "-p", "no:cacheprovider")
KEPT, OVERDUE = "2025-11-01T00:00:00Z", "2015-01-01T00:00:00Z"
AS_OF = "2026-03-01T12:00:00Z"
TARGET = """
target: staging
environment: staging
systems:
  crm: {kind: sql, url: "sqlite:///crm.db", time_limit: 5}
datasets:
  - {name: communications, category: communication_records, system: crm, table: communications,
     key: id, recorded_at: created_at}
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A folder with `policy/`, `checks/`, `targets/` and `crm.db`."""

    folder: Path

    def target(self, text: str = TARGET, name: str = "staging") -> None:
        (self.folder / "targets" / f"{name}.yaml").write_text(text)

    def changed(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in a file, which must be there."""
        path = self.folder / file
        text = path.read_text()
        assert old in text, f"{file} has no {old}"
        path.write_text(text.replace(old, new, 1))

    def rows(self, moments: Iterable[str], table: str = "communications", database: str = "crm.db") -> None:
        """A table of `id` and `created_at` with these rows, in place of the one that stood there."""
        with contextlib.closing(sqlite3.connect(self.folder / database)) as opened, opened:
            opened.execute(f'DROP TABLE IF EXISTS "{table}"')
            opened.execute(f'CREATE TABLE "{table}" (id INTEGER PRIMARY KEY, created_at TEXT)')
            opened.executemany(f'INSERT INTO "{table}" (created_at) VALUES (?)', [(moment,) for moment in moments])

    def check(self, body: str, stem: str = "records_leave_on_time") -> None:
        """Another body for a check, whose docstring stays."""
        (path,) = (self.folder / "checks").glob(f"*/test_{stem}.py")
        head, quotes, _ = path.read_text().rpartition('"""')
        path.write_text(f"{head}{quotes}\n    {body}\n")

    def told(self, *arguments: str) -> Told:
        """The command line, in this process."""
        out, err, before = io.StringIO(), io.StringIO(), sys.argv
        sys.argv = ["clausecheck", *arguments]
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as ended:
                code = ended.code
            finally:
                sys.argv = before
        assert isinstance(code, int)
        return Told(code=code, out=out.getvalue(), err=err.getvalue())

    def audit(self, *arguments: str) -> Told:
        return self.told("audit", "--target", "staging", "--as-of", AS_OF, *arguments)

    def started(
        self, command: Sequence[str], *arguments: str, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """A command line in a process of its own, which may be interrupted."""
        pipe = subprocess.PIPE
        environment = {**os.environ, "COLUMNS": "200", **(more or {})}
        return subprocess.Popen(
            [*command, *arguments], cwd=self.folder, stdout=pipe, stderr=pipe, text=True, env=environment,
            # Where the tests run in the background, interruptions are ignored, and a child would inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )  # fmt: skip

    def report(self, folder: str = "report") -> dict[str, Any]:
        """report.json, as it was written."""
        told: dict[str, Any] = json.loads((self.folder / folder / "report.json").read_text())
        return told

    def clause(self, id_: str, folder: str = "report") -> dict[str, Any]:
        (found,) = (one for one in self.report(folder)["clauses"] if one["id"] == id_)
        return dict(found)

    def files(self) -> set[str]:
        """Every file and folder, to see that nothing was written."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if "__pycache__" not in path.parts and ".pytest_cache" not in path.parts
        }


def on_terminal(folder: Path, *arguments: str, typed: str) -> tuple[int, str]:
    """A command whose standard input and output are a terminal: its exit code, and what it showed there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    with contextlib.suppress(OSError):  # a terminal whose other side has closed
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    return process.wait(120), shown.decode()


def made(folder: Path) -> Project:
    """A project in this folder whose only target honours 6.c."""
    for part in ("policy", "checks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / file, folder / file)
    (folder / "targets").mkdir()
    project = Project(folder)
    project.target()
    project.rows([KEPT, KEPT])
    return project
