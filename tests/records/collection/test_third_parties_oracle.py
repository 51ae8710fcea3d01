"""Random deliveries, sources and agreements against an oracle in plain Python (clauses 1.3.a to c)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.collection import ThirdPartyAgreement
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.collection.third_parties import PROVIDERS, answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.cells import NOTHING, Cell
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
DAYS = tuple(datetime(2025, 6, 1, 4, tzinfo=UTC) + timedelta(days=day, seconds=second)
             for day in range(0, 9, 2) for second in (-1, 0, 3600))  # fmt: skip
ABSURD = (datetime(1970, 1, 1, 9, tzinfo=UTC), datetime(9999, 12, 31, 12, tzinfo=UTC))
PLAIN = {"deliveries": ("source",), "sources": ("name", "provider"), "agreements": ("source",)}
TIMED = {"deliveries": ("received",), "sources": (), "agreements": ("starts", "ends")}
KEYS = st.sampled_from(["a", "a", "b", "c"])
Moment = datetime | None


@dataclass(frozen=True)
class Agreement:
    source: str
    starts: Moment
    ends: Moment

    def says(self, day: date) -> str:
        """In force, not in force, or unclear, where what is known of one end does not settle it."""
        first, last = usable_day(self.starts), usable_day(self.ends)
        if (first and first > day) or (last and last < day):
            return "no"
        return "yes" if first and (last or self.ends is None) else "unclear"


def usable_day(moment: Moment) -> date | None:
    return None if moment is None or moment in ABSURD else moment.astimezone(NEW_YORK).date()


def expected(
    deliveries: list[tuple[str | None, Moment]], sources: list[tuple[str, str]], agreements: list[Agreement]
) -> dict[str, int]:
    told = dict.fromkeys(("excluded", "undecidable", "found"), 0)
    for source, received in deliveries:
        word = verdict(source, received, sources, agreements)
        if word:
            told[word] += 1
    return told


def verdict(source: str | None, received: Moment, sources: list[tuple[str, str]], agreements: list[Agreement]) -> str:
    kinds = {provider if provider in PROVIDERS else "" for name, provider in sources if name == source}
    if len(kinds) == 1 and kinds < {*PROVIDERS} and PROVIDERS[0] not in kinds:
        return "excluded"
    day = usable_day(received)
    if day is None:
        return "undecidable"
    if not kinds:
        return "found"
    if kinds != {PROVIDERS[0]}:
        return "undecidable"
    said = {one.says(day) for one in agreements if one.source == source}
    return "" if "yes" in said else "undecidable" if "unclear" in said else "found"


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(database: Tables) -> dict[str, int]:
    data = dataset("third_party_data", "deliveries", key="id", third_party="source", received_at="received_z")
    sources = dataset("third_party_sources", "sources", key="name", provider="provider")
    agreements = dataset(
        "agreements", "agreements", key="id", third_party="source", starts_at="starts_z", ends_at="ends_z"
    )
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
        datasets=(data, sources, agreements),
    )  # fmt: skip
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    obligation = ThirdPartyAgreement(kind="third_party_agreement", basis=Basis.COMPANY, provider=PROVIDERS[0])
    (told,) = answer([Ask(obligation=obligation, dataset=data, place=data.places[0])], audit)
    assert not told.unreadable
    return {
        "excluded": sum(told.excluded.values()),
        "undecidable": sum(told.undecidable.values()),
        "found": len(told["without_agreement"]),
    }


def cells(role: str, moment: Moment) -> dict[str, object]:
    return (Cell(None, moment, None, None, moment) if moment else NOTHING).columns(role)


MAYBE = st.sampled_from(DAYS) | st.sampled_from(DAYS) | st.sampled_from((None, *ABSURD))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deliveries=st.lists(st.tuples(KEYS | KEYS | st.sampled_from(["x", None]), MAYBE), max_size=8),
    sources=st.lists(st.tuples(KEYS, st.sampled_from([PROVIDERS[0], PROVIDERS[0], PROVIDERS[1], "odd"])), max_size=5),
    agreements=st.lists(st.builds(Agreement, source=KEYS, starts=MAYBE, ends=MAYBE), max_size=6),
)
def test_as_the_oracle_says(
    database: Tables,
    deliveries: list[tuple[str | None, Moment]],
    sources: list[tuple[str, str]],
    agreements: list[Agreement],
) -> None:
    database.fill(
        deliveries=[{"id": n, "source": one, **cells("received", at)} for n, (one, at) in enumerate(deliveries)],
        sources=[{"id": n, "name": name, "provider": kind} for n, (name, kind) in enumerate(sources)],
        agreements=[
            {"id": n, "source": one.source, **cells("starts", one.starts), **cells("ends", one.ends)}
            for n, one in enumerate(agreements)
        ],
    )
    assert asked(database) == expected(deliveries, sources, agreements)
