"""Obligations of one kind share one scan of the judged place, whatever their number."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from clausecheck.model import Obligation
from clausecheck.periods import Period
from clausecheck.records.all_questions import question
from clausecheck.records.asking import Ask
from clausecheck.targets.model import Dataset
from tests.records.databases import Tables
from tests.records.security import test_disposal_oracle, test_leavers_oracle, test_trainings_oracle, worlds

LONG_AGO = worlds.around(worlds.TODAY.replace(year=2023))[0]
MONTH, DECADE = Period.parse("P1M"), Period.parse("P10Y")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp("one-scan")
    with worlds.database("sqlite", folder) as made:
        worlds.fill(
            made,
            staff=[{"key": "amy", "status": "active", "started": LONG_AGO, "last": None}],
            trainings=[{"staff": "amy", "topic": "privacy", "done": LONG_AGO, "valid": None}],
            accounts=[{"staff": "amy", "status": "active", "kind": "person"}],
            media=[{"key": "d1", "retired": LONG_AGO}],
            certificates=[{"medium": "d2", "issued": LONG_AGO}],
        )
        yield made


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("obligation", "term", "judged", "register", "found", "counts"),
    [
        (test_trainings_oracle.OBLIGATION, "interval", test_trainings_oracle.STAFF, test_trainings_oracle.TRAININGS,
         "untrained", (1, 0)),
        (test_leavers_oracle.OBLIGATION, "closed_within", test_leavers_oracle.ACCOUNTS, test_leavers_oracle.STAFF,
         "open", (0, 0)),
        (test_disposal_oracle.OBLIGATION, "certified_within", test_disposal_oracle.MEDIA,
         test_disposal_oracle.CERTIFICATES, "uncertified", (1, 0)),
    ],
)  # fmt: skip
def test_two_obligations_are_answered_by_one_scan(
    database: Tables,
    obligation: Obligation,
    term: str,
    judged: Dataset,
    register: Dataset,
    found: str,
    counts: tuple[int, int],
) -> None:
    audit = worlds.audit_of(database, worlds.AS_OF, judged, register)
    terms: list[dict[str, Any]] = [{term: period} for period in (MONTH, DECADE)]
    both = [replace(obligation, **one) for one in terms]
    asks = [Ask(obligation=one, dataset=judged, place=judged.places[0]) for one in both]
    with statements() as seen:
        told = question(obligation.kind).answer(asks, audit)
    assert tuple(one[found].count for one in told) == counts
    table = judged.places[0].table
    scans = [one for one in seen if f"FROM {table} " in one and "count(" in one.lower()]
    assert len(scans) == 1, scans
