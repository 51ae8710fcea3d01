"""Random ledgers and accesses: consent on any channel, as plain Python works it out channel by channel."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.consent import ConsentWithdrawal
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.use.withdrawal import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.consent.oracle import Event, Send, World, consent
from tests.records.databases import Tables, tables
from tests.records.oracle import Setting

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = datetime(2026, 1, 10, 9, tzinfo=UTC)
SETTING = Setting(as_of=AS_OF, clock=AS_OF, policy="America/New_York", system="UTC")
SUBJECTS = st.sampled_from(["ann", "ann", "ann", "Ann", "bob"])
CHANNELS = st.sampled_from(["portal", "portal", "email", "sms"])
STATUSES = st.sampled_from(["granted"] * 3 + ["withdrawn", "withdrawn", "denied", "pending", "perhaps"])
MOMENTS = st.sampled_from([*(BASE + timedelta(hours=hours) for hours in range(0, 30, 3)), None])
COUNTED = {"refused": "after_withdrawal", "never": "never_consented", "pending": "pending"}
WORST_FIRST = ("granted", "unknown", "refused", "pending", "never")


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    plain = {
        "events": ("subject", "purpose", "channel", "status"),
        "accesses": ("subject", "purpose"),
        "activities": ("purpose", "data", "basis"),
    }
    timed = {"events": ("effective", "recorded"), "accesses": ("at",), "activities": ()}
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, plain, timed) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    place = Place(system="sql", table=table, roles={"key": "id", **roles})
    return Dataset(name=table, category=category, places=(place,))


LOG = dataset("access_log", "accesses", subject="subject", purpose="purpose", accessed_at="at_z")
REGISTERS = (
    dataset("processing_activities", "activities", purpose="purpose", data_category="data", basis="basis"),
    dataset("consent_events", "events", subject="subject", purpose="purpose", channel="channel", status="status",
            effective_at="effective_z", recorded_at="recorded_z"),
)  # fmt: skip


def asked(database: Tables) -> Records:
    target = Target(name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
                    datasets=(LOG, *REGISTERS))  # fmt: skip
    audit = Audit(target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York",
                  policy_date=date(2024, 3, 15), categories={}, pseudonyms=Pseudonyms(b"key"))  # fmt: skip
    obligation = ConsentWithdrawal(kind="consent_withdrawal", basis=Basis.PUBLISHED)
    (told,) = answer([Ask(obligation=obligation, dataset=LOG, place=LOG.places[0])], audit)
    return told


def expected(events: list[Event], subject: str, at: datetime) -> str:
    """The best that any channel says."""
    world = World(setting=SETTING, policy_date=date(2024, 3, 15), events=events, suppressions=None, campaigns=None,
                  recorded=True, reasons=False)  # fmt: skip
    said = {
        consent(world, Send(subject=subject, purpose="research", channel=channel, campaign=None, sent=at), at)
        for channel in ("portal", "email", "sms")
    }
    return next(word for word in WORST_FIRST if word in said)


def check(database: Tables, data: st.DataObject) -> None:
    events = data.draw(st.lists(st.tuples(SUBJECTS, CHANNELS, STATUSES, MOMENTS, MOMENTS), min_size=1, max_size=9))
    accesses = data.draw(st.lists(st.tuples(SUBJECTS, MOMENTS), min_size=1, max_size=9))
    database.fill(
        events=[
            {"id": n, "subject": s, "purpose": "research", "channel": c, "status": w, "effective_z": e, "recorded_z": r}
            for n, (s, c, w, e, r) in enumerate(events)
        ],
        accesses=[{"id": n, "subject": s, "purpose": "research", "at_z": at} for n, (s, at) in enumerate(accesses)],
        activities=[{"id": 1, "purpose": "research", "data": "logs", "basis": "consent"}],
    )
    told = asked(database)
    known = [Event(subject=s, purpose="research", channel=c, status=w, effective=e, recorded=r)
             for s, c, w, e, r in events]  # fmt: skip
    said: Counter[str] = Counter("unknown" if at is None else expected(known, s, at) for s, at in accesses)
    counts: dict[str, Any] = {name: said[word] for word, name in COUNTED.items() if said[word]}
    assert told.counts == counts
    assert told["without_consent"].count == sum(counts.values())
    assert sum(told.undecidable.values()) == said["unknown"]
    assert len(told) == len(accesses)


def test_accesses_are_judged_as_the_sentences_say(database: Tables) -> None:
    number = 25 if database.sql == "sqlite" else 10
    wanted = settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
    wanted(given(st.data())(lambda data: check(database, data)))()
