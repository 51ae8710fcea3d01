"""Random transfers and mechanisms against an oracle that goes through every day (rigour 7, 35)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.transfers import TransferMechanism
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.transfers import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables
from tests.records.transfers.oracle import Entry, Move, verdict

POLICY, AS_OF = date(2022, 6, 1), datetime(2024, 12, 31, 17, tzinfo=UTC)
PLAIN = {
    "transfers": ("recipient", "country", "category", "origin"),
    "mechanisms": ("kind", "recipient", "country", "category", "framework", "clauses"),
}
TIMED = {"transfers": ("since", "until"), "mechanisms": ("since", "until")}
DAYS = st.sampled_from([
    date(2020, 7, 15), date(2021, 6, 27), date(2022, 5, 31), POLICY, date(2022, 12, 26), date(2022, 12, 27),
    date(2023, 7, 9), date(2023, 7, 10), date(2023, 10, 12), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1),
    date(2024, 9, 14), date(2024, 9, 15), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1),
])  # fmt: skip
RECIPIENTS, COUNTRIES = st.sampled_from(["host", "host", "Host"]), st.sampled_from(["US", "US", "IN", "NO", "GB"])
CATEGORIES = st.sampled_from(["logs", "mail"])
ORIGINS = st.sampled_from(["DE", "DE", "GB", "CH", "BR", "US"])
KINDS = st.sampled_from(
    2 * ["certification", "adequacy_decision", "standard_contractual_clauses"] + ["handshake", "explicit_consent"]
)
FRAMEWORKS = st.sampled_from(
    2 * ["eu_us_data_privacy_framework", "uk_extension", "swiss_us_data_privacy_framework"] + ["privacy_shield", "?"]
)
VERSIONS = st.sampled_from(["2021", "2021", "2010", "uk_idta", "1999"])


def maybe(strategy: Any) -> Any:
    return st.one_of(strategy, strategy, st.none())


MOVES = st.builds(Move, RECIPIENTS, COUNTRIES, maybe(CATEGORIES), ORIGINS, DAYS, maybe(DAYS))
ENTRIES = st.builds(
    Entry, KINDS, maybe(RECIPIENTS), maybe(COUNTRIES), st.one_of(st.none(), CATEGORIES), maybe(DAYS), maybe(DAYS),
    maybe(FRAMEWORKS), maybe(VERSIONS),
)  # fmt: skip


@pytest.fixture(scope="module", params=("sqlite", "duckdb"))
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def day(role: str, value: date | None) -> dict[str, Any]:
    return {f"{role}_d": value, f"{role}_z": None, f"{role}_n": None, f"{role}_t": None}


def fill(database: Tables, moves: list[Move], entries: list[Entry]) -> None:
    def row(one: Any, table: str, number: int) -> dict[str, Any]:
        plain = {name: getattr(one, name) for name in PLAIN[table]}
        return {"id": number, **plain, **day("since", one.since), **day("until", one.until)}

    database.fill(
        transfers=[row(one, "transfers", number) for number, one in enumerate(moves)],
        mechanisms=[row(one, "mechanisms", number) for number, one in enumerate(entries)],
    )


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(database: Tables, kind: str) -> Records:
    said = {"recipient": "recipient", "country": "country", "data_category": "category"}
    moved = dataset("transfers", "transfers", key="id", since="since_d", until="until_d", origin="origin", **said)
    known = dataset(
        "transfer_mechanisms", "mechanisms", key="id", mechanism="kind", valid_from="since_d", valid_until="until_d",
        framework="framework", clauses_version="clauses", **said,
    )  # fmt: skip
    systems = {"sql": database.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=(moved, known))
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=POLICY, categories={},
        pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    obligation = TransferMechanism(kind="transfer_mechanism", basis=Basis.PUBLISHED, mechanism=kind)
    (told,) = answer([Ask(obligation=obligation, dataset=moved, place=moved.places[0])], audit)
    return told


@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None,
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
@given(moves=st.lists(MOVES, min_size=1, max_size=8), entries=st.lists(ENTRIES, max_size=7))
def test_each_day_of_a_transfer_is_carried(database: Tables, moves: list[Move], entries: list[Entry]) -> None:
    fill(database, moves, entries)
    told = asked(database, "")
    expected = Counter(verdict(move, entries, "", POLICY, AS_OF.date()) for move in moves)
    seen = {
        "excluded": sum(told.excluded.values()),
        "without": len(told.classes["without"]),
        "untold": sum(told.undecidable.values()),
    }
    assert seen == {name: expected[name] for name in seen}
    assert told.examined == len(moves) - expected["excluded"]
