"""What the oracles of restriction, objection, settings and erasure share: tables of text, and one question asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Obligation
from clausecheck.records.all_questions import question
from clausecheck.records.asking import Ask, Audit
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

DATABASES = ("sqlite", "duckdb")
EXAMPLES = {"sqlite": 25, "duckdb": 8}
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = "a key of no company"
Row = Mapping[str, Any]


@contextmanager
def made(sql: str, folder: Path, columns: Mapping[str, Sequence[str]]) -> Iterator[Tables]:
    """Empty tables whose columns are text; `id` is added to each."""
    with tables(sql, folder, columns, dict.fromkeys(columns, ())) as built:
        yield built


def fill(database: Tables, rows: Mapping[str, Sequence[Row]]) -> None:
    database.fill(**{name: [{"id": number, **row} for number, row in enumerate(of, 1)] for name, of in rows.items()})


def dataset(category: str, table: str, **roles: str) -> Dataset:
    place = Place(system="sql", table=table, roles={"key": "id", **roles})
    return Dataset(name=table, category=category, places=(place,))


def asked(database: Tables, obligation: Obligation, judged: Dataset, *others: Dataset) -> Records:
    """What the question tells of one dataset; the others are what it may consult."""
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
        datasets=(judged, *others), identifier_key=KEY,
    )  # fmt: skip
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    ask = Ask(obligation=obligation, dataset=judged, place=judged.places[0])
    (told,) = question(obligation.kind).answer([ask], audit)
    return told


def run(test: Any, database: Tables, worlds: st.SearchStrategy[Any]) -> None:
    """The same test for some random worlds."""
    wanted = settings(max_examples=EXAMPLES[database.sql], deadline=None, suppress_health_check=list(HealthCheck))
    wanted(given(worlds)(lambda world: test(database, world)))()


def written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
