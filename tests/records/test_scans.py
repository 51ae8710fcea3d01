"""Every record check over one target of every register: no dataset is scanned oftener than its plan of questions says.

It is told by the statements that were sent, not by time.
"""

import os
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
import sqlalchemy as sa
import yaml

from benchmarks import large
from benchmarks.scans import Sent, jobs_over_records, scanned, sent_by
from clausecheck.audit.session import Request, Session
from clausecheck.records.all_questions import ALL_QUESTIONS
from fixtures.worlds.sql import fresh

ROOT = Path(__file__).parents[2]
ROWS = 200


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    folder = tmp_path_factory.mktemp("large")
    with fresh("sqlite", folder) as (owner, reader), mock.patch.dict(os.environ, IDENTIFIER_KEY="k" * 32):
        engine = sa.create_engine(owner)
        large.fill(engine, ROWS)
        engine.dispose()
        file = folder / "target.yaml"
        file.write_text(yaml.safe_dump(large.target(reader, identifier_key="${IDENTIFIER_KEY}")))
        with Session(Request(root=ROOT, target=str(file), as_of=large.AS_OF, clock=large.AS_OF)) as session:
            told = [sent_by(job, session.target) for job in jobs_over_records(session)]
    assert not [error.reason for _, error in told if error]
    return [one for one, _ in told]


def test_every_kind_over_records_is_asked(sent: list[Sent]) -> None:
    assert frozenset[str]().union(*(one.kinds for one in sent)) == {*ALL_QUESTIONS, "transfer_mechanism"}


def test_no_dataset_is_scanned_oftener_than_its_questions_need(sent: list[Sent]) -> None:
    beyond = {f"{min(one.kinds)} of {one.resource}": one.beyond for one in sent if one.beyond}
    assert not beyond


def test_what_is_judged_is_scanned_once_for_its_own_rows(sent: list[Sent]) -> None:
    """Where a question needs nothing besides, its one statement is all that reads the table."""
    alone = [one for one in sent if sum(map(len, one.passes.values())) == 1]
    assert len(alone) > len(large.TABLES) / 10
    assert Counter(sum(one.scans.values()) for one in alone) == {1: len(alone)}


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT count(*) FROM people LEFT OUTER JOIN (SELECT x FROM holds) AS h ON 1", ["people", "holds"]),
        ('SELECT 1 FROM "order lines" JOIN `people` ON 1', ["order lines", "people"]),
        ("SELECT EXTRACT(minute FROM sends.sent_at) FROM sends", ["sends"]),
        ("SELECT id FROM people WHERE name IS NULL\n LIMIT ?", []),
        ("SELECT id FROM people\n LIMIT ? OFFSET ?", []),
        ("SELECT count(*) FROM (SELECT id FROM people LIMIT ? OFFSET ?) AS p", ["people"]),
    ],
)
def test_how_scans_are_counted(statement: str, tables: list[str]) -> None:
    assert list(scanned(statement)) == tables
