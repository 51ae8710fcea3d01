"""Random contracts and disclosures: in force on the day, as plain Python works it out contract by contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.sharing import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = date(2025, 5, 10)
EPOCH, NO_END = date(1970, 1, 1), date(9999, 12, 31)
DAYS = [FIRST + timedelta(days=days) for days in range(6)]
KEYS = st.sampled_from(["p1", "p1", "p1", "P1", "p2"])
SERVICES = st.sampled_from(["cloud_hosting", "cloud_hosting", "payment_processing", " ", None])
TERMS = st.sampled_from(["true", "true", "true", "false", "verbal", None])
GROUNDS = ("cloud_hosting", "payment_processing")


@dataclass(frozen=True)
class Contract:
    key: str
    service: str | None
    terms: str | None
    since: date | None
    until: date | None

    def stands(self, day: date) -> str:
        """ "yes", "no" or "maybe" on a day."""
        begins, ends = self._begins, self._ends
        if begins is not None and (day < begins or (ends is not None and ends < begins)):
            return "no"
        if ends is not None and day > ends:
            return "no"
        return "maybe" if begins is None or self.until == EPOCH else "yes"

    @property
    def _begins(self) -> date | None:
        return None if self.since in (None, EPOCH) else self.since

    @property
    def _ends(self) -> date | None:
        return None if self.until in (None, EPOCH, NO_END) else self.until

    def shows(self, ground: str, day: date) -> str:
        if self.service != ground or self.terms == "false":
            return "no"
        stands = self.stands(day)
        return stands if stands != "yes" or self.terms == "true" else "maybe"


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    plain = {"processors": ("key", "service", "terms"), "disclosures": ("ground", "processor")}
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, plain, {"processors": ("since", "until"), "disclosures": ("at",)}) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


LOG = dataset("disclosures", "disclosures", key="id", ground="ground", processor="processor", disclosed_at="at_d")
PROCESSORS = dataset("processors", "processors", key="key", service="service", confidentiality="terms",
                     starts_at="since_d", ends_at="until_d")  # fmt: skip


def asked(database: Tables) -> list[Records]:
    target = Target(name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
                    datasets=(LOG, PROCESSORS))  # fmt: skip
    audit = Audit(target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York",
                  policy_date=date(2024, 3, 15), categories={}, pseudonyms=Pseudonyms(b"key"))  # fmt: skip
    shown_by = ("contract", "confidentiality_terms")
    obligations = [DisclosureGround(kind="disclosure_ground", basis=Basis.PUBLISHED, ground=ground, shown_by=shown_by)
                   for ground in GROUNDS]  # fmt: skip
    return answer([Ask(obligation=one, dataset=LOG, place=LOG.places[0]) for one in obligations], audit)


def check(database: Tables, data: st.DataObject) -> None:
    days = st.sampled_from([*DAYS, *DAYS, None, EPOCH, NO_END])
    made = data.draw(st.lists(st.builds(Contract, KEYS, SERVICES, TERMS, days, days), max_size=5))
    contracts = [one for one in made if one.since != NO_END]
    given_away = data.draw(st.lists(st.tuples(st.sampled_from(GROUNDS), st.none() | KEYS, st.sampled_from(DAYS)),
                                    min_size=1, max_size=9))  # fmt: skip
    database.fill(
        processors=[
            {"id": n, "key": one.key, "service": one.service, "terms": one.terms,
             "since_d": one.since, "since_z": None, "until_d": one.until, "until_z": None}
            for n, one in enumerate(contracts)
        ],
        disclosures=[
            {"id": n, "ground": ground, "processor": key, "at_d": day, "at_z": None}
            for n, (ground, key, day) in enumerate(given_away)
        ],
    )  # fmt: skip
    for ground, told in zip(GROUNDS, asked(database), strict=True):
        said = [
            {one.shows(ground, day) for one in contracts if one.key == key}
            for on, key, day in given_away
            if on == ground
        ]
        assert len(told) == len(said)
        assert told["ungrounded"].count == sum(not words & {"yes", "maybe"} for words in said)
        assert sum(told.undecidable.values()) == sum("maybe" in words and "yes" not in words for words in said)


def test_contracts_are_in_force_as_the_sentences_say(database: Tables) -> None:
    number = 25 if database.sql == "sqlite" else 10
    wanted = settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
    wanted(given(st.data())(lambda data: check(database, data)))()
