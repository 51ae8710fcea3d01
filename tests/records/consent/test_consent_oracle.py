"""Random ledgers, suppressions and sends: every count equal to an oracle in plain Python (rigour 7)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.consent import ConsentBeforeSend, OptOutHonoured
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records import databases
from tests.records.cells import KINDS, NOTHING, Cell
from tests.records.consent.oracle import Entry, Event, Send, World, totals
from tests.records.databases import Tables, tables
from tests.records.oracle import Setting

EXAMPLES = {"sqlite": 80, "duckdb": 20, "postgresql": 40, "mariadb": 20}
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = datetime(2025, 1, 10, 9, tzinfo=UTC)
POLICY_DATE = datetime(2024, 3, 15).date()
PLAIN = {
    "events": ("subject", "purpose", "channel", "status"), "sends": ("subject", "purpose", "channel", "campaign"),
    "suppressions": ("subject", "channel", "reason"), "campaigns": ("key", "class"),
}  # fmt: skip
TIMED = {"events": ("effective", "recorded"), "sends": ("sent",), "suppressions": ("since", "until"), "campaigns": ()}
SUBJECTS = st.sampled_from(["ann", "ann", "ann", "Ann", "ann ", "bob", None])
PURPOSES = st.sampled_from(["marketing", "marketing", "marketing", "news", None])
CHANNELS = st.sampled_from(["email", "email", "email", "sms", "Email", None])
STATUSES = st.sampled_from(["granted"] * 4 + ["pending", "withdrawn", "denied", "Granted", "", None])
REASONS = st.sampled_from(["opt_out", "complaint", "bounce", "bounce", "bounce", "moved", None])
CAMPAIGNS = st.sampled_from(["c1", "c1", "c2", "C1", None])
CLASSES = st.sampled_from(["marketing", "marketing", "marketing", "service", "transactional", "odd", None])
SOME = (
    *[BASE + timedelta(hours=hours) for hours in (0, 6, 12, 15, 20, 24, 30, 48)] * 3,
    datetime(2024, 3, 15, 3, 59, 59, tzinfo=UTC),  # the last second before the policy, in New York
    datetime(2024, 3, 15, 4, tzinfo=UTC),
    AS_OF, AS_OF + timedelta(hours=23), AS_OF + timedelta(hours=25), AS_OF + timedelta(days=200),
    AS_OF + timedelta(days=420),
)  # fmt: skip


@pytest.fixture(scope="module", params=databases.ALL)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def cell_at(moment: datetime, setting: Setting) -> Cell:
    local = moment.astimezone(ZoneInfo(setting.system)).replace(tzinfo=None)
    return Cell(moment.astimezone(ZoneInfo(setting.policy)).date(), moment, local, moment.isoformat(), moment)


def odd(moment: datetime) -> Cell:
    return Cell(moment.date(), moment, moment.replace(tzinfo=None), moment.isoformat(), moment)


@st.composite
def moments(draw: st.DrawFn, setting: Setting, sql: str) -> Cell:
    shape = draw(st.integers(min_value=0, max_value=19))
    if shape == 0:
        return draw(st.sampled_from([NOTHING, Cell(None, None, None, "n/a", "n/a")]))
    if shape == 1:
        cell = odd(draw(st.sampled_from([datetime(1970, 1, 1, 6, tzinfo=UTC), datetime(9999, 1, 5, tzinfo=UTC)])))
        # MariaDB's TIMESTAMP ends in 2038.
        return Cell(cell.d, None, cell.n, cell.t, cell.told) if sql == "mariadb" and cell.told.year == 9999 else cell
    return cell_at(draw(st.sampled_from(SOME)), setting)


@st.composite
def settings_of_an_audit(draw: st.DrawFn) -> Setting:
    later = draw(st.sampled_from([0, 0, 400]))
    system = draw(st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata"]))
    return Setting(as_of=AS_OF, clock=AS_OF + timedelta(days=later), policy="America/New_York", system=system)


def dataset(category: str, kind: str, *left_out: str, **roles: str) -> Dataset:
    timed = {name for names in TIMED.values() for name in names}
    table = {"consent_events": "events", "marketing_sends": "sends"}.get(category, category)
    named = {role: f"{name}_{kind}" if name in timed else name for role, name in roles.items() if role not in left_out}
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=named),))


def asked(audited: Audit, sends: Dataset) -> tuple[Records, Records]:
    opt_out = OptOutHonoured(kind="opt_out_honoured", basis=Basis.PUBLISHED)
    consent = ConsentBeforeSend(kind="consent_before_send", basis=Basis.COMPANY)
    asks = [Ask(obligation=one, dataset=sends, place=sends.places[0]) for one in (opt_out, consent)]
    first, second = answer(asks, audited)
    return first, second


def numbers(told: Records, found: str) -> dict[str, int]:
    counts = {"excluded": sum(told.excluded.values()), "undecidable": sum(told.undecidable.values())}
    counts |= {"found": told[found].count, **told.counts}
    assert len(told[found].examples) == min(5, told[found].count)
    return {name: count for name, count in counts.items() if count}


def check(database: Tables, data: st.DataObject) -> None:
    draw = data.draw
    setting = draw(settings_of_an_audit())
    at = moments(setting, database.sql)
    events = draw(st.lists(st.tuples(SUBJECTS, PURPOSES, CHANNELS, STATUSES, at, at), min_size=1, max_size=12))
    entries = draw(st.none() | st.lists(st.tuples(SUBJECTS, CHANNELS, REASONS, at, at), max_size=6))
    sends = draw(st.lists(st.tuples(SUBJECTS, PURPOSES, CHANNELS, CAMPAIGNS, at), min_size=1, max_size=14))
    campaigns = draw(st.none() | st.lists(st.tuples(CAMPAIGNS, CLASSES), max_size=4))
    recorded, reasons = draw(st.booleans()), draw(st.booleans())
    database.fill(
        events=[
            {
                "subject": s,
                "purpose": p,
                "channel": c,
                "status": w,
                **e.columns("effective"),
                **r.columns("recorded"),
                "id": n,
            }
            for n, (s, p, c, w, e, r) in enumerate(events)
        ],
        sends=[
            {"subject": s, "purpose": p, "channel": c, "campaign": k, **t.columns("sent"), "id": n}
            for n, (s, p, c, k, t) in enumerate(sends)
        ],
        suppressions=[
            {"subject": s, "channel": c, "reason": r, **b.columns("since"), **e.columns("until"), "id": n}
            for n, (s, c, r, b, e) in enumerate(entries or ())
        ],
        campaigns=[{"key": key, "class": kind, "id": n} for n, (key, kind) in enumerate(campaigns or ())],
    )
    of_events, of_sends, of_entries = (draw(st.sampled_from(KINDS)) for _ in range(3))
    whose = {"subject": "subject", "channel": "channel"}
    says = {"status": "status", "effective_at": "effective", "recorded_at": "recorded"}
    ledger = dataset(
        "consent_events", of_events, "" if recorded else "recorded_at", key="id", purpose="purpose", **whose, **says
    )
    sent = dataset(
        "marketing_sends", of_sends, key="id", purpose="purpose", sent_at="sent", campaign="campaign", **whose
    )
    mapped = [ledger, sent]
    if entries is not None:
        left_out = () if reasons else ("reason", "until")
        more = {"since": "since", "reason": "reason", "until": "until"}
        mapped.append(dataset("suppressions", of_entries, *left_out, **whose, **more))
    if campaigns is not None:
        mapped.append(dataset("campaigns", "z", key="key", **{"class": "class"}))
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system(setting.system)},
        datasets=tuple(mapped),
    )  # fmt: skip
    audited = Audit(
        target=target, as_of=setting.as_of, clock=setting.clock, time_zone=setting.policy, policy_date=POLICY_DATE,
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    opt_out, consent = asked(audited, sent)
    known_events, known_sends = (
        [
            Event(subject=s, purpose=p, channel=c, status=w, effective=e.means(of_events), recorded=r.means(of_events))
            for s, p, c, w, e, r in events
        ],
        [Send(subject=s, purpose=p, channel=c, campaign=k, sent=t.means(of_sends)) for s, p, c, k, t in sends],
    )
    known_entries = None if entries is None else [
        Entry(subject=s, channel=c, reason=r, since=b.means(of_entries), until=e.means(of_entries))
        for s, c, r, b, e in entries
    ]  # fmt: skip
    world = World(
        setting=setting, policy_date=POLICY_DATE, events=known_events, suppressions=known_entries, campaigns=campaigns,
        recorded=recorded, reasons=reasons,
    )  # fmt: skip
    expected = totals(world, known_sends)
    assert numbers(opt_out, "after_opt_out") == expected["opt_out"]
    assert numbers(consent, "without_consent") == expected["consent"]
    assert opt_out["after_opt_out"].count <= consent["without_consent"].count


def test_sends_are_judged_as_the_sentences_say(database: Tables) -> None:
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
    wanted = settings(
        max_examples=EXAMPLES[database.sql], deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    wanted(given(st.data())(lambda data: check(database, data)))()


def test_each_example_is_named_once_and_as_a_pseudonym(database: Tables) -> None:
    setting = Setting(as_of=AS_OF, clock=AS_OF, policy="America/New_York", system="UTC")
    cell: dict[str, Any] = cell_at(BASE, setting).columns("sent")
    row = {"subject": "ann", "purpose": None, "channel": "email", "campaign": None}
    event = {"id": 1, "subject": "bob", "purpose": "marketing", "channel": "email", "status": "granted"}
    moments_of_event = cell_at(BASE, setting).columns("effective") | NOTHING.columns("recorded")
    database.fill(
        events=[event | moments_of_event],
        sends=[{**row, **cell, "id": n} for n in range(9)],
        suppressions=[],
        campaigns=[],
    )
    says = {"subject": "subject", "channel": "channel", "purpose": "purpose"}
    ledger = dataset("consent_events", "z", key="id", status="status", effective_at="effective", **says)
    sent = dataset("marketing_sends", "z", key="id", sent_at="sent", **says)
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")}, datasets=(ledger, sent)
    )
    audited = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=POLICY_DATE, categories={},
        pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    _, consent = asked(audited, sent)
    examples = consent["without_consent"].examples
    assert consent["without_consent"].count == 9
    assert set(examples) == {Pseudonyms(b"key").of("record", n) for n in range(5)}
    assert "recorded_at" in consent.warnings[0]
