"""Contracts over small worlds, each built in a real database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clausecheck.connectors.sql import close_all
from clausecheck.contracts.judging import Judged, judge_all
from clausecheck.contracts.terms import Terms
from clausecheck.contracts.volumes import Volumes
from clausecheck.model import Category, ContractResult, Outcome
from clausecheck.records.asking import Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets import REGISTERS
from clausecheck.targets.model import Dataset, Place, System, Target
from fixtures.worlds import servers, sql

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECORDS = Category(
    name="communication_records", noun="communication records", required=("key", "recorded_at"),
    optional=("subject", "deleted_at", "hold"),
)  # fmt: skip
ROLES = {
    "tickets": {"key": "id", "subject": "person", "recorded_at": "opened_at", "hold": "hold"},
    "people": {"key": "id"},
    "holds": {
        "key": "id", "approver": "approver", "reason": "reason", "starts_at": "starts_at", "review_at": "review_at",
    },
    "consent": {
        "key": "id", "subject": "person", "purpose": "purpose", "channel": "channel", "status": "said",
        "effective_at": "at",
    },
}  # fmt: skip
CATEGORIES = {
    "tickets": "communication_records", "people": "people", "holds": "legal_holds", "consent": "consent_events",
}  # fmt: skip


def dataset(name: str, **more: Any) -> Dataset:
    """The dataset of a table of one of these worlds."""
    place = Place(system="sql", table=name, roles=more.pop("roles", ROLES[name]))
    return Dataset(name=name, category=CATEGORIES[name], places=(place,), **more)


@pytest.fixture(scope="session", autouse=True)
def _library() -> None:
    """Imported once, before any test's warnings are errors."""
    pytest.importorskip("great_expectations", reason="pip install 'clausecheck[contracts]'")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack
    close_all()


@pytest.fixture(params=sql.DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Judge = Callable[..., Judged]


@pytest.fixture
def judged(tmp_path: Path, stack: ExitStack) -> Judge:
    """Run the contracts of a world `{table: rows}` in a database."""

    def run(world: Mapping[str, Any], *datasets: Dataset, on: str = "sqlite", **more: Any) -> Judged:
        try:
            settings = stack.enter_context(sql.built(world, sql=on, folder=tmp_path))
        except servers.Missing as missing:
            pytest.skip(str(missing))
        return judged_with(System(name="sql", kind="sql", settings={"url": settings["url"]}), datasets, **more)

    return run


def judged_with(
    system: System,
    datasets: Sequence[Dataset],
    *,
    terms: Mapping[str, Terms] | None = None,
    volumes: Volumes | None = None,
) -> Judged:
    target = Target(
        name="world", mode="read-only", environment="staging", systems={system.name: system}, datasets=tuple(datasets)
    )
    audit = Audit(
        target=target,
        as_of=AS_OF,
        clock=AS_OF,
        time_zone="America/New_York",
        policy_date=date(2024, 3, 15),
        categories={**REGISTERS, RECORDS.name: RECORDS},
        pseudonyms=Pseudonyms(b"key"),
    )
    return judge_all(audit, terms or {}, volumes or Volumes(targets={}))


def broken(result: ContractResult) -> dict[tuple[str, str], int]:
    """(name, role) -> rows, of what does not hold."""
    return {
        (one.name, one.role): one.unexpected
        for one in result.expectations
        if one.outcome is Outcome.VIOLATED
    }  # fmt: skip


def of(judged: Judged, name: str) -> ContractResult:
    (found,) = (one for one in judged.results if one.dataset == name)
    return found
