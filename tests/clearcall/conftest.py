"""Both companies, each built once, and what `breaches.yaml` says of them."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

import pytest
import yaml

BREACHES = Path(__file__).parents[2] / "fixtures" / "clearcall" / "breaches.yaml"
AS_OF = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)
OTHER_MOMENTS = (
    datetime(2028, 3, 1, 4, 30, tzinfo=UTC),  # still 29 February in New York
    datetime(2027, 3, 14, 12, 0, tzinfo=UTC),  # the clocks went forward a few hours ago
    datetime(2026, 1, 1, 4, 59, tzinfo=UTC),  # the last minute of 2025 in New York
    datetime(2024, 7, 4, 12, 0, tzinfo=UTC),  # four months after the policy
)


@dataclass(frozen=True)
class Built:
    """A company that stands: its name, its moment, its variables and its CRM, opened for reading."""

    name: str
    as_of: datetime
    variables: Mapping[str, str]
    crm: sqlite3.Connection

    @property
    def today(self) -> date:
        return self.as_of.astimezone(ZoneInfo("America/New_York")).date()

    def rows(self, table: str) -> list[sqlite3.Row]:
        return self.crm.execute(f"SELECT * FROM {table}").fetchall()


@pytest.fixture(scope="session", params=["clearcall", "clearcall.breached"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Each company with its cloud account."""
    pytest.importorskip("moto", reason="pip install 'clausecheck[demo]'")
    package = import_module(f"fixtures.{request.param}")
    with package.world(tmp_path_factory.mktemp(request.param), AS_OF) as variables, opened(variables) as crm:
        yield Built(request.param, AS_OF, variables, crm)


@pytest.fixture(
    scope="session",
    params=[(name, moment) for name in ("clearcall", "clearcall.breached") for moment in (AS_OF, *OTHER_MOMENTS)],
    ids=lambda param: f"{param[0]}-{param[1]:%Y-%m-%d}",
)
def rows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Each company's rows and files at several moments, without a cloud."""
    from fixtures.clearcall import breached, company

    name, moment = request.param
    planted = breached.breaches() if name == "clearcall.breached" else ()
    variables = company.founded(tmp_path_factory.mktemp(name), moment, MagicMock(), planted)
    with opened(variables) as crm:
        yield Built(name, moment, variables, crm)


def opened(variables: Mapping[str, str]) -> closing[sqlite3.Connection]:
    file = variables["CLEARCALL_CRM_URL"].removeprefix("sqlite:///")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return closing(connection)


@pytest.fixture(scope="session")
def breaches() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load(BREACHES.read_text(encoding="utf-8"))
    return listed


@pytest.fixture(scope="session")
def expected(breaches: list[dict[str, Any]]) -> Callable[[Built, str, str], int]:
    """How many violations of a clause a company has: none, or as many as are listed."""

    def number(company: Built, clause: str, check: str) -> int:
        if company.name == "clearcall":
            return 0
        (entry,) = (one for one in breaches if (one["clause"], one["check"]) == (clause, check))
        violations: int = entry["violations"]
        return violations

    return number
