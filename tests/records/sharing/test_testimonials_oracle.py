"""Random testimonials and permissions: permitted for as long as shown, as plain Python works it out one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.sharing import TestimonialPermission as Obligation
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.sharing.testimonials import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = datetime(2026, 1, 10, 9, tzinfo=UTC)
EPOCH, NO_END = datetime(1970, 1, 1, 6, tzinfo=UTC), datetime(9999, 1, 5, tzinfo=UTC)
SOME = [BASE + timedelta(hours=hours) for hours in range(5)]
PEOPLE = st.sampled_from(["ann", "ann", "ann", "Ann", "bob"])
KEYS = st.sampled_from(["p1", "p1", "p2", "P1"])


@dataclass(frozen=True)
class Permission:
    key: str
    subject: str
    given: datetime | None
    withdrawn: datetime | None
    written: str | None

    def carries(self, published: datetime, until: datetime) -> str:
        """ "yes", "no" or "maybe"."""
        given = None if self.given == EPOCH else self.given
        ended = None if self.withdrawn in (EPOCH, NO_END) else self.withdrawn
        if self.written == "false" or (given and given > published) or (ended and ended < until):
            return "no"
        certain = given and self.withdrawn != EPOCH and self.written == "true"
        return "yes" if certain else "maybe"


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    plain = {"shown": ("subject", "permit"), "permits": ("key", "subject", "written")}
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, plain, {"shown": ("at", "gone"), "permits": ("given", "taken")}) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


PERMITS = dataset("permissions", "permits", key="key", subject="subject", written="written",
                  given_at="given_z", withdrawn_at="taken_z")  # fmt: skip
ROLES = {"key": "id", "subject": "subject", "published_at": "at_z", "removed_at": "gone_z"}


def asked(database: Tables, *, by_key: bool) -> Records:
    shown = dataset("testimonials", "shown", **ROLES, **({"permission": "permit"} if by_key else {}))
    target = Target(name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
                    datasets=(shown, PERMITS))  # fmt: skip
    audit = Audit(target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York",
                  policy_date=date(2024, 3, 15), categories={}, pseudonyms=Pseudonyms(b"key"))  # fmt: skip
    obligation = Obligation(kind="testimonial_permission", basis=Basis.PUBLISHED)
    (told,) = answer([Ask(obligation=obligation, dataset=shown, place=shown.places[0])], audit)
    return told


def check(database: Tables, data: st.DataObject) -> None:
    some = st.sampled_from(SOME)
    given_at, taken = st.sampled_from([*SOME, None, EPOCH]), st.sampled_from([*SOME, None, None, EPOCH, NO_END])
    written = st.sampled_from(["true", "true", "true", "false", "by word", None])
    permits = data.draw(st.lists(st.builds(Permission, KEYS, PEOPLE, given_at, taken, written), max_size=4))
    gone = st.sampled_from([*SOME, None, NO_END])
    shown = data.draw(st.lists(st.tuples(PEOPLE, st.none() | KEYS, some, gone), min_size=1, max_size=7))
    by_key = data.draw(st.booleans())
    database.fill(
        permits=[
            {"id": n, "key": p.key, "subject": p.subject, "written": p.written, "given_z": p.given,
             "taken_z": p.withdrawn}
            for n, p in enumerate(permits)
        ],
        shown=[
            {"id": n, "subject": who, "permit": key, "at_z": at, "gone_z": end}
            for n, (who, key, at, end) in enumerate(shown)
        ],
    )  # fmt: skip
    told = asked(database, by_key=by_key)
    said = [
        {p.carries(at, AS_OF if end in (None, NO_END) else end) for p in permits
         if p.subject == who and (not by_key or p.key == key)}
        for who, key, at, end in shown
    ]  # fmt: skip
    assert len(told) == len(shown)
    assert told["unpermitted"].count == sum(not words & {"yes", "maybe"} for words in said)
    assert sum(told.undecidable.values()) == sum("maybe" in words and "yes" not in words for words in said)


def test_testimonials_are_judged_as_the_sentences_say(database: Tables) -> None:
    number = 25 if database.sql == "sqlite" else 10
    wanted = settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
    wanted(given(st.data())(lambda data: check(database, data)))()
