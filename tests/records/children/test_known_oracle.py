"""Random known children, places and holds against plain Python, written from rigour 6, 14 and 37."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.children import ChildDataDeletion
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.children import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMIT = datetime(2026, 2, 19, 5, tzinfo=UTC)  # the start, in New York, of the day that is ten days before
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLAIN = {
    "cases": ("subject",), "people": ("key",), "letters": ("subject", "hold"), "archive": ("subject", "hold"),
    "holds": ("key", "approver", "reason"),
}  # fmt: skip
TIMED = {"cases": ("known", "deleted"), "people": (), "letters": (), "archive": (), "holds": ("starts", "released")}
HOLDS = {"standing": (EPOCH + timedelta(days=9000), None), "released": (EPOCH + timedelta(days=9000), AS_OF),
         "unknown": (None, None)}  # fmt: skip
NAMES = st.sampled_from(["ann", "Ann", "bob", "cid", "dot"])
KNOWN = st.sampled_from(
    [LIMIT, LIMIT - timedelta(seconds=1), LIMIT - timedelta(days=90), AS_OF, EPOCH, AS_OF + timedelta(days=2), None]
)
DELETED = st.sampled_from(
    [None, EPOCH, LIMIT - timedelta(days=81), LIMIT - timedelta(days=79), LIMIT - timedelta(days=79, seconds=1), LIMIT,
     AS_OF, AS_OF + timedelta(days=2)]
)  # fmt: skip
NEW_YORK = ZoneInfo("America/New_York")
Row = tuple[str, str | None]
Case = tuple[str, datetime | None, datetime | None]


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with tables(request.param, tmp_path_factory.mktemp(request.param), PLAIN, TIMED) as made:
        yield made


def dataset(category: str, *named: str, **roles: str) -> Dataset:
    places = tuple(Place(system="sql", table=table, roles=roles) for table in named)
    return Dataset(name=named[0], category=category, places=places)


CASES = dataset("known_children", "cases", key="id", subject="subject", known_at="known_z",
                deleted_at="deleted_z")  # fmt: skip
MAPPED = (
    CASES,
    dataset("people", "people", key="key"),
    dataset("communication_records", "letters", "archive", key="id", subject="subject", hold="hold"),
    dataset("legal_holds", "holds", key="key", approver="approver", reason="reason", starts_at="starts_z",
            review_at="starts_z", released_at="released_z"),
)  # fmt: skip


def asked(database: Tables) -> Records:
    systems = {"sql": database.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=MAPPED)
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    term = ChildDataDeletion(kind="child_data_deletion", basis=Basis.COMPANY, deleted_within=Period.parse("P10D"))
    (told,) = answer([Ask(obligation=term, dataset=CASES, place=CASES.places[0])], audit)
    return told


def unusable(moment: datetime | None) -> bool:
    return moment is None or moment == EPOCH or moment > AS_OF + timedelta(hours=24)


def day(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()


def verdict(case: Case, people: Sequence[str], letters: Sequence[Row]) -> str:
    """not_in_time, held, undecidable or fine."""
    child, known, deleted = case
    holds = {hold for subject, hold in letters if subject == child}
    remains = child in people or bool(holds - {"standing", "unknown"})
    if known is None or unusable(known):
        return "undecidable" if remains or "unknown" in holds else "fine"
    if known >= LIMIT:
        return "fine"
    if remains:
        return "not_in_time"
    if "unknown" in holds:
        return "undecidable"
    return "held" if holds else gone(known, deleted)


def gone(known: datetime, deleted: datetime | None) -> str:
    """Of a case past its term of whom nothing is left."""
    if deleted is None or unusable(deleted):
        return "undecidable"
    return "not_in_time" if day(deleted) > day(known) + timedelta(days=10) else "fine"


LETTERS = st.lists(
    st.tuples(NAMES, st.sampled_from([None, "standing", "released", "unknown", "none such"])), max_size=5
)


def rows(letters: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"id": number, "subject": subject, "hold": hold} for number, (subject, hold) in enumerate(letters)]


def test_known_children_come_out_as_the_oracle_says(database: Tables) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases=st.lists(st.tuples(NAMES, KNOWN, DELETED), min_size=1, max_size=5), people=st.lists(NAMES, max_size=2),
           letters=LETTERS, archive=LETTERS)  # fmt: skip
    def compared(cases: list[Case], people: list[str], letters: list[Row], archive: list[Row]) -> None:
        database.fill(
            cases=[
                {"id": at, "subject": child, "known_z": known, "deleted_z": deleted}
                for at, (child, known, deleted) in enumerate(cases)
            ],
            people=[{"id": at, "key": name} for at, name in enumerate(people)],
            letters=rows(letters),
            archive=rows(archive),
            holds=[
                {"id": 1, "key": key, "approver": "a", "reason": "r", "starts_z": starts, "released_z": released}
                for key, (starts, released) in HOLDS.items()
            ],
        )
        told = asked(database)
        verdicts = [verdict(case, people, [*letters, *archive]) for case in cases]
        assert told["not_in_time"].count == verdicts.count("not_in_time")
        assert sum(told.undecidable.values()) == verdicts.count("undecidable")
        assert told.held == verdicts.count("held")
        assert told.examined == len(cases)

    compared()
