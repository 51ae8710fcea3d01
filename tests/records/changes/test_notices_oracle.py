"""Random changes, people and notices against an oracle in plain Python (rigour 7, 38)."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.changes import ChangeNotification
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.changes import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.changes.oracle import AS_OF, EPOCH, POLICY, Change, Notice, Person, verdict
from tests.records.databases import Tables, tables

PLAIN = {
    "changes": ("key", "clause", "material", "by"), "people": ("key",),
    "notices": ("key", "change", "person", "channel", "status"),
}  # fmt: skip
TIMED = {"changes": ("effective", "decided"), "people": ("created", "left"), "notices": ("sent",)}
EFFECT = POLICY + timedelta(days=100)
MOMENTS = [
    EFFECT, EFFECT - timedelta(seconds=1), EFFECT + timedelta(seconds=1), EFFECT - timedelta(days=30), POLICY,
    POLICY - timedelta(seconds=1), AS_OF, AS_OF + timedelta(seconds=1), AS_OF + timedelta(days=2), EPOCH,
]  # fmt: skip
AT = st.sampled_from([*[EFFECT - timedelta(days=30)] * 4, *MOMENTS]) | st.none()
WHEN = st.sampled_from([*[EFFECT] * 8, *MOMENTS]) | st.none()
KEYS, NAMES = ("c1", "c2", "c3"), ("ann", "Ann", "bob")
STATUS = st.sampled_from(["sent", "delivered", "delivered", "bounced", "odd"]) | st.none()


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with tables(request.param, tmp_path_factory.mktemp(request.param), PLAIN, TIMED) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


CHANGES = dataset(
    "policy_changes", "changes", key="key", clause="clause", effective_at="effective_z", decided_at="decided_z",
    material="material", decided_by="by",
)  # fmt: skip
MAPPED = (
    CHANGES,
    dataset("people", "people", key="key", created_at="created_z", left_at="left_z"),
    dataset("change_notices", "notices", key="key", change="change", subject="person", channel="channel",
            sent_at="sent_z", status="status"),
)  # fmt: skip


def asked(database: Tables, *channels: str) -> list[Records]:
    systems = {"sql": database.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=MAPPED)
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    kinds = [ChangeNotification(kind="change_notification", basis=Basis.PUBLISHED, channel=one) for one in channels]
    return answer([Ask(obligation=one, dataset=CHANGES, place=CHANGES.places[0]) for one in kinds], audit)


def rows(table: str, members: list[Any], **more: Any) -> list[dict[str, Any]]:
    timed = TIMED[table]
    return [
        {**{f"{name}_z" if name in timed else name: value for name, value in asdict(one).items()}, "id": number, **more}
        for number, one in enumerate(members)
    ]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Change], list[Person], list[Notice]]:
    word = st.sampled_from(["true", "true", "true", "false", "odd"]) | st.none()
    by = st.sampled_from(["dpo", "dpo", "dpo", " "]) | st.none()
    change = st.builds(Change, key=st.just(""), effective=WHEN, decided=AT, material=word, by=by)
    person = st.builds(Person, key=st.just(""), created=AT, left=st.none() | WHEN)
    channel = st.sampled_from(["email", "email", "letter"]) | st.none()
    notice = st.builds(
        Notice, change=st.sampled_from(KEYS), person=st.sampled_from(NAMES), channel=channel, sent=AT, status=STATUS
    )
    changes = [Change(**{**asdict(draw(change)), "key": key}) for key in KEYS]
    people = [Person(**{**asdict(draw(person)), "key": name}) for name in NAMES[: draw(st.integers(1, 3))]]
    return changes, people, draw(st.lists(notice, max_size=9))


def test_notices_come_out_as_the_oracle_says(database: Tables) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=worlds())
    def compared(world: tuple[list[Change], list[Person], list[Notice]]) -> None:
        changes, people, notices = world
        database.fill(
            changes=rows("changes", changes, clause="6.c"),
            people=rows("people", people),
            notices=rows("notices", notices, key="n"),
        )
        for channel, told in zip(("", "email"), asked(database, "", "email"), strict=True):
            verdicts = [verdict(one, people, notices, channel) for one in changes]
            assert told["unannounced"].count == verdicts.count("unannounced")
            assert sum(told.undecidable.values()) == verdicts.count("undecidable")
            assert sum(told.excluded.values()) == verdicts.count("excluded")
            assert told.examined == len(changes) - verdicts.count("excluded")

    compared()
