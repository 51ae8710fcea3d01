"""Random changes of rights, consents and sends against an oracle in plain Python (rigour 7)."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.changes import ConsentRenewal
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.changes.renewal import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.changes.oracle import AS_OF, EPOCH, POLICY
from tests.records.changes.renewal_oracle import Event, Rights, Send, verdict
from tests.records.databases import Tables, tables

PLAIN = {
    "changes": ("key", "clause", "rights", "version"), "events": ("subject", "purpose", "channel", "status", "notice"),
    "sends": ("subject", "channel"),
}  # fmt: skip
TIMED = {"changes": ("effective", "announced"), "events": ("effective", "recorded"), "sends": ("sent",)}
DAYS = [POLICY + timedelta(days=days) for days in (-20, 0, 50, 100, 100, 150, 200, 200, 250, 300)]
SURE = st.sampled_from(DAYS) | st.sampled_from([DAYS[4] - timedelta(seconds=1), DAYS[4] + timedelta(seconds=1)])
MAYBE = SURE | SURE | SURE | st.sampled_from([None, EPOCH, AS_OF + timedelta(days=3)])
VERSION = st.sampled_from(["v1", "v2", None])
NAMES, CHANNELS = st.sampled_from(["ann", "ann", "Ann", "bob"]), st.sampled_from(["email", "email", "sms"])


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with tables(request.param, tmp_path_factory.mktemp(request.param), PLAIN, TIMED) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


SENDS = dataset("marketing_sends", "sends", key="id", subject="subject", channel="channel", sent_at="sent_z")
MAPPED = (
    SENDS,
    dataset("policy_changes", "changes", key="key", clause="clause", effective_at="effective_z",
            affects_rights="rights", announced_at="announced_z", version="version"),
    dataset("consent_events", "events", key="id", subject="subject", purpose="purpose", channel="channel",
            status="status", effective_at="effective_z", recorded_at="recorded_z", notice_version="notice"),
)  # fmt: skip


def asked(database: Tables) -> Records:
    systems = {"sql": database.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=MAPPED)
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    obligation = ConsentRenewal(kind="consent_renewal", basis=Basis.PUBLISHED)
    (told,) = answer([Ask(obligation=obligation, dataset=SENDS, place=SENDS.places[0])], audit)
    return told


def rows(table: str, members: list[Any], **more: Any) -> list[dict[str, Any]]:
    timed = TIMED[table]
    return [
        {**{f"{name}_z" if name in timed else name: value for name, value in asdict(one).items()}, "id": number, **more}
        for number, one in enumerate(members)
    ]


CHANGES = st.lists(st.builds(Rights, effective=SURE, announced=MAYBE, version=VERSION), min_size=1, max_size=3)
STATUS = st.sampled_from(["granted", "granted", "granted", "pending", "withdrawn", "odd", None])
EVENTS = st.lists(
    st.builds(Event, subject=NAMES, channel=CHANNELS, status=STATUS, effective=MAYBE, recorded=MAYBE, notice=VERSION),
    max_size=6,
)
ROWS = st.lists(st.builds(Send, subject=NAMES | st.none(), channel=CHANNELS, sent=MAYBE), min_size=1, max_size=8)


def test_renewal_comes_out_as_the_oracle_says(database: Tables) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes=CHANGES, events=EVENTS, sends=ROWS)
    def compared(changes: list[Rights], events: list[Event], sends: list[Send]) -> None:
        database.fill(
            changes=rows("changes", changes, key="c", clause="5.4.c", rights="true"),
            events=rows("events", events, purpose="marketing"),
            sends=rows("sends", sends),
        )
        told = asked(database)
        verdicts = [verdict(one, changes, events) for one in sends]
        assert told["without_renewal"].count == verdicts.count("found")
        assert sum(told.undecidable.values()) == verdicts.count("undecidable")
        assert told.examined == len(sends)

    compared()
