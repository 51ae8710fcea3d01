"""Random marketing data, ledgers and requests against an oracle in plain Python, in each database (rigour 7, 12)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.retention import MarketingRemoval
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.marketing_removal import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records import databases
from tests.records.cells import NOTHING, Cell
from tests.records.databases import Tables, tables
from tests.records.marketing_removal.oracle import Event, Request, Row, World, possible

EXAMPLES = {"sqlite": 100, "duckdb": 20, "postgresql": 40, "mariadb": 20}
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMIT = datetime(2026, 2, 1, 5, tzinfo=UTC)  # the start of 1 February in New York: a month before
PLAIN = {
    "events": ("subject", "purpose", "channel", "status"), "data": ("subject", "purpose", "channel"),
    "requests": ("subject", "status"),
}  # fmt: skip
TIMED = {"events": ("effective", "recorded"), "data": (), "requests": ("received",)}
SUBJECTS = st.sampled_from(["ann", "ann", "ann", "Ann", "bob"])
PURPOSES, CHANNELS = st.sampled_from(["marketing", "marketing", "news"]), st.sampled_from(["email", "email", "sms"])
SURE = st.sampled_from(["granted"] * 3 + ["pending", "withdrawn", "denied"])
MOMENTS = (
    *[LIMIT + timedelta(days=days) for days in (-300, -200, -100, -50, -20, -10, 3, 10, 20)],
    LIMIT - timedelta(seconds=1), LIMIT, AS_OF, AS_OF + timedelta(hours=3),
)  # fmt: skip


@pytest.fixture(scope="module", params=databases.ALL)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def cell(moment: datetime | None) -> Cell:
    return Cell(None, moment, None, None, moment) if moment else NOTHING


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(database: Tables, world: World) -> Records:
    whose = {"key": "id", "subject": "subject"}
    stream = {"purpose": "purpose", "channel": "channel"}
    noted = {"recorded_at": "recorded_z"} if world.recorded else {}
    ledger = dataset(
        "consent_events", "events", **whose, **stream, **noted, status="status", effective_at="effective_z"
    )
    data = dataset("marketing_data", "data", **whose, **stream)
    requests = dataset("deletion_requests", "requests", **whose, status="status", received_at="received_z")
    mapped = (ledger, data, requests) if world.requests is not None else (ledger, data)
    systems = {"sql": database.system("UTC")}
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=mapped)
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    obligation = MarketingRemoval(kind="marketing_removal", basis=Basis.COMPANY, removed_within=Period.parse("P1M"))
    (told,) = answer([Ask(obligation=obligation, dataset=data, place=data.places[0])], audit)
    return told


def fill(database: Tables, world: World, rows: list[Row]) -> None:
    def plain(one: Any, *names: str) -> dict[str, Any]:
        return {name: getattr(one, name) for name in names}

    database.fill(
        events=[
            {
                **plain(one, "subject", "purpose", "channel", "status"),
                **cell(one.effective).columns("effective"),
                **cell(one.recorded).columns("recorded"),
                "id": number,
            }
            for number, one in enumerate(world.events)
        ],
        data=[{"id": number, **plain(one, "subject", "purpose", "channel")} for number, one in enumerate(rows)],
        requests=[
            {"id": number, **plain(one, "subject", "status"), **cell(one.received).columns("received")}
            for number, one in enumerate(world.requests or ())
        ],
    )


@st.composite
def worlds(draw: st.DrawFn, *, doubtful: bool) -> World:
    at = st.sampled_from(MOMENTS)
    maybe = (at | at | at | st.none()) if doubtful else at
    status = (SURE | SURE | st.sampled_from(["odd", None])) if doubtful else SURE
    events = st.builds(
        Event, subject=SUBJECTS, purpose=PURPOSES, channel=CHANNELS, status=status, effective=maybe, recorded=maybe
    )
    words = st.sampled_from(["open", "done", "refused", *(["odd"] if doubtful else [])])
    requests = st.builds(Request, subject=SUBJECTS, received=maybe, status=words)
    return World(
        as_of=AS_OF,
        limit=LIMIT,
        events=draw(st.lists(events, min_size=1, max_size=5 if doubtful else 9)),
        requests=draw(st.none() | st.lists(requests, max_size=2 if doubtful else 4)),
        recorded=draw(st.booleans()),
    )


ROWS = st.lists(
    st.builds(Row, subject=SUBJECTS, purpose=st.none() | PURPOSES, channel=st.none() | CHANNELS), min_size=1, max_size=8
)


def run(database: Tables, test: Any) -> None:
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
    wanted = settings(
        max_examples=EXAMPLES[database.sql], deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    wanted(given(st.data())(lambda data: test(database, data)))()


def certain(database: Tables, data: st.DataObject) -> None:
    world, rows = data.draw(worlds(doubtful=False)), data.draw(ROWS)
    fill(database, world, rows)
    told = asked(database, world)
    overdue = [row for row in rows if possible(world, row) == {"overdue"}]
    assert told["overdue"].count == len(overdue)
    assert told.undecidable == {}
    assert told.examined == len(rows)
    assert len(told["overdue"].examples) == min(5, len(overdue))


def doubtful(database: Tables, data: st.DataObject) -> None:
    world, row = data.draw(worlds(doubtful=True)), data.draw(ROWS)[0]
    fill(database, world, [row])
    told = asked(database, world)
    readings = possible(world, row)
    if told["overdue"].count:
        assert readings == {"overdue"}
    elif not told.undecidable:
        assert readings == {"kept"}


def test_what_every_event_decides_is_counted_exactly(database: Tables) -> None:
    run(database, certain)


def test_what_decides_nothing_neither_convicts_nor_excuses(database: Tables) -> None:
    run(database, doubtful)
