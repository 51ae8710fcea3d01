"""With CLAUSECHECK_NO_SKIPS=1 a skip fails: where everything is installed, nothing may go untested unseen."""

import gc
import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.project import Project

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
# Tests that are about the history name one; the others leave none behind.
os.environ["CLAUSECHECK_HISTORY"] = "off"
# How long it takes to make up an example tells of the machine and of what runs beside it, not of the code.
settings.register_profile("tests", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
_NO_SKIPS = os.environ.get("CLAUSECHECK_NO_SKIPS", "") not in {"", "0"}


@pytest.fixture
def project(tmp_path: Path) -> "Project":
    """A project of its own, in a folder of its own."""
    from tests.project import made

    return made(tmp_path)


def pytest_collection_finish() -> None:
    """Thousands of tests and scenarios stay to the end: the collector need not go through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _not_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _not_skipped(report)


def _not_skipped(report: Report) -> Report:
    if _NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CLAUSECHECK_NO_SKIPS is set, and this was skipped: {reason}"
    return report
