"""Runs of pytest in processes of their own that need not import everything anew: forked from one that has."""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_AT_HAND = [
    "clausecheck.audit.session", "clausecheck.concluding", "clausecheck.reports.all_reports", "rich.console",
    "tests.warmed",
]  # fmt: skip
"""What every run imports. Not the plugin: pytest rewrites its assertions as it loads it."""
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_AT_HAND)


def pytest_run(arguments: Sequence[str], *, cwd: Path, written: Path, seconds: float = 120) -> tuple[int, str]:
    """The exit code of `pytest ARGUMENTS` in `cwd` with this process's environment, and what it wrote to stdout and
    stderr, which is kept in the file `written`. `TimeoutError` where it takes longer than `seconds`.
    """
    process = _CONTEXT.Process(target=_run, args=(list(arguments), str(cwd), str(written), dict(os.environ)))
    process.start()
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(written.read_text(encoding="utf-8"))
    return process.exitcode, written.read_text(encoding="utf-8")


def _run(arguments: list[str], cwd: str, written: str, environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    file = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.path.insert(0, cwd)  # as `python -m pytest` has it

    import pytest

    code = int(pytest.main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
