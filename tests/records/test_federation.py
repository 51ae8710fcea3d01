"""Places of several systems side by side: the same counts, hashes instead of people, and nothing left behind."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import close_all
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.policy.obligations.consent import ConsentBeforeSend, OptOutHonoured
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import answer
from clausecheck.records.federation import federated
from clausecheck.records.relation import Relation
from clausecheck.records.together import Needed
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target
from fixtures.worlds import servers
from fixtures.worlds.sql import DATABASES, fresh
from tests.records.consent.oracle import Entry, Event, Send, World, totals
from tests.records.oracle import Setting

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = datetime(2025, 1, 10, 9, tzinfo=UTC)
SECRET = "Ottoline-subject-that-must-not-be-written"
EVENT = {"id": 1, "who": "ann", "purpose": "marketing", "channel": "email", "status": "granted"}
EVENT_ROLES = {
    "key": "id", "subject": "who", "purpose": "purpose", "channel": "channel", "status": "status", "effective_at": "at",
    "recorded_at": "noted",
}  # fmt: skip
SEND_ROLES = {"key": "id", "subject": "who", "channel": "channel", "sent_at": "at"}
ENTRY_ROLES = {"subject": "who", "since": "since"}


@pytest.fixture(params=DATABASES)
def sql(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def database(sql: str, folder: Path, **tables: list[dict[str, Any]]) -> Iterator[System]:
    """A database with these tables: every moment with its zone, as that database keeps it."""
    try:
        with fresh(sql, folder) as (owner, reader):
            engine = sa.create_engine(owner, poolclass=sa.NullPool)
            with engine.begin() as connection:
                for name, rows in tables.items():
                    made = sa.Table(name, sa.MetaData(), *(column(sql, name, row) for name, row in rows[0].items()))
                    made.create(connection)
                    connection.execute(made.insert(), [{k: stored(sql, v) for k, v in row.items()} for row in rows])
                if sql == "postgresql":
                    connection.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
            yield System(name="crm", kind="sql", settings={"url": reader})
            close_all()
            engine.dispose()
    except servers.Missing as missing:
        pytest.skip(str(missing))


def column(sql: str, name: str, value: object) -> sa.Column[Any]:
    if name == "id":
        return sa.Column(name, sa.Integer)
    if not isinstance(value, datetime):
        return sa.Column(name, sa.String(255))
    kinds: dict[str, Any] = {"sqlite": sa.Text(), "mariadb": sa.dialects.mysql.DATETIME(fsp=6)}
    return sa.Column(name, kinds.get(sql, sa.DateTime(timezone=True)))


def stored(sql: str, value: object) -> object:
    if not isinstance(value, datetime):
        return value
    return {"sqlite": value.isoformat(), "mariadb": value.astimezone(UTC).replace(tzinfo=None)}.get(sql, value)


def parquet(folder: Path, rows: list[dict[str, Any]]) -> System:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), folder / "sends.parquet")
    files = {"sends": str(folder / "sends.parquet")}
    return System(name="lake", kind="sql", settings={"url": "duckdb:///:memory:", "files": files})


def dataset(category: str, system: str, table: str, roles: dict[str, str], **more: Any) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system=system, table=table, roles=roles),), **more)


EVENTS, SENDS = (
    dataset("consent_events", "crm", "events", EVENT_ROLES),
    dataset("marketing_sends", "lake", "sends", SEND_ROLES),
)
ENTRIES = dataset("suppressions", "crm", "entries", ENTRY_ROLES)


def audit_of(systems: list[System], *datasets: Dataset, key: bytes = b"key") -> Audit:
    named = {system.name: system for system in systems}
    target = Target(name="t", mode="read-only", environment="demo", systems=named, datasets=datasets)
    return Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(key),
    )  # fmt: skip


def asked(audit: Audit, sends: Dataset) -> list[Records]:
    both = (
        OptOutHonoured(kind="opt_out_honoured", basis=Basis.PUBLISHED),
        ConsentBeforeSend(kind="consent_before_send", basis=Basis.COMPANY),
    )
    return answer([Ask(obligation=one, dataset=sends, place=sends.places[0]) for one in both], audit)


def needed(*datasets: Dataset) -> list[Needed]:
    return [Needed(dataset=one, place=one.places[0], roles=tuple(one.places[0].roles)) for one in datasets]


def file_of(relation: Relation) -> Path:
    return Path(
        str(relation.connection.exec_driver_sql("SELECT path FROM duckdb_databases() WHERE NOT internal").scalar())
    )


def small_world(folder: Path, sql: str) -> Any:
    return database(sql, folder, events=[{**EVENT, "who": SECRET, "at": BASE, "noted": BASE}])


def one_send(who: str = SECRET, **more: Any) -> list[dict[str, Any]]:
    return [{"id": 17, "who": who, "channel": "email", "at": BASE + timedelta(days=1), **more}]


def test_the_counts_are_those_of_the_sentences(sql: str, tmp_path: Path) -> None:
    random = Random(18)
    hours = [BASE + timedelta(hours=hour) for hour in range(12)]
    people, channels = ["ann", "Ann", "ann ", "Ärger", "7", "007"], ["email", "sms"]
    statuses = ["granted", "granted", "pending", "withdrawn", "denied", "odd"]
    events = [
        {"id": n, "who": random.choice(people), "purpose": "marketing", "channel": random.choice(channels),
         "status": random.choice(statuses), "at": random.choice(hours), "noted": random.choice(hours)}
        for n in range(80)
    ]  # fmt: skip
    entries = [{"who": random.choice(people), "since": random.choice(hours)} for _ in range(3)]
    sends = [
        {
            "id": n,
            "who": random.choice([*people, "stranger"]),
            "channel": random.choice(channels),
            "at": random.choice(hours),
        }
        for n in range(400)
    ]
    with database(sql, tmp_path, events=events, entries=entries) as crm:
        opt_out, consent = asked(audit_of([crm, parquet(tmp_path, sends)], EVENTS, SENDS, ENTRIES), SENDS)
    world = World(
        setting=Setting(as_of=AS_OF, clock=AS_OF, policy="America/New_York", system="UTC"),
        policy_date=date(2024, 3, 15),
        events=[
            Event(
                subject=e["who"], purpose=e["purpose"], channel=e["channel"], status=e["status"], effective=e["at"],
                recorded=e["noted"],
            )
            for e in events
        ],
        suppressions=[Entry(subject=e["who"], channel=None, reason=None, since=e["since"],
        until=None) for e in entries],
        campaigns=None, recorded=True, reasons=False,
    )  # fmt: skip
    sent = [Send(subject=s["who"], purpose=None, channel=s["channel"], campaign=None, sent=s["at"]) for s in sends]
    expected = totals(world, sent)
    for told, found, name in ((opt_out, "after_opt_out", "opt_out"), (consent, "without_consent", "consent")):
        counted = {"found": told[found].count, "undecidable": sum(told.undecidable.values()), **told.counts}
        assert {word: count for word, count in counted.items() if count} == expected[name]
        assert told.examined == 400


@pytest.mark.parametrize("key", [b"key", b"", b"k" * 64, b"a key that is longer than a block of SHA-256 " * 3])
def test_people_and_keys_become_the_pseudonyms_that_reports_show(key: bytes, tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, "sqlite") as crm:
        audit = audit_of([crm, lake], EVENTS, SENDS, key=key)
        with federated(audit, needed(EVENTS, SENDS)) as (events, sends):
            of_event = events.connection.scalar(sa.select(events.column("subject")))
            of_send, sent = sends.connection.execute(sa.select(sends.column("subject"), sends.column("key"))).one()
            assert of_event == of_send
            assert len(of_event) == 64
            assert sends.pseudonyms.shown("person", of_event) == audit.pseudonyms.of("person", SECRET)
            assert sends.label(sent) == audit.pseudonyms.of("record", 17)


def test_nobody_is_named_in_the_file_and_it_is_gone_afterwards(sql: str, tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, sql) as crm:
        with federated(audit_of([crm, lake], EVENTS, SENDS), needed(EVENTS, SENDS)) as (events, _):
            file = file_of(events)
            events.connection.exec_driver_sql("CHECKPOINT")
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
            written = b"".join(one.read_bytes() for one in file.parent.rglob("*") if one.is_file())
            assert b"granted" in written
            assert SECRET.encode() not in written
        assert not file.parent.exists()


def test_it_loads_no_extension_and_tells_nobody_what_it_was_given(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with (
        small_world(tmp_path, "sqlite") as crm,
        federated(audit_of([crm, lake], EVENTS, SENDS), needed(EVENTS, SENDS)) as (events, _),
    ):
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert events.connection.exec_driver_sql(f"SELECT current_setting('{name}')").scalar() is False
        assert events.connection.engine.hide_parameters


def test_it_is_gone_after_an_error_too(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, "sqlite") as crm:
        audit = audit_of([crm, lake], EVENTS, SENDS)
        with pytest.raises(RuntimeError, match="in between"):
            _interrupted(audit, seen := [])
        assert not seen[0].parent.exists()


def _interrupted(audit: Audit, seen: list[Path]) -> None:
    with federated(audit, needed(EVENTS, SENDS)) as (events, _):
        seen.append(file_of(events))
        raise RuntimeError("in between")


def test_an_error_of_the_join_names_no_value(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, "sqlite") as crm:
        audit = audit_of([crm, lake], EVENTS, SENDS)
        with pytest.raises(CannotVerify) as told, federated(audit, needed(EVENTS, SENDS)) as (events, _):
            events.connection.execute(sa.select(sa.cast(sa.literal(SECRET), sa.Integer)))
    assert SECRET not in str(told.value)
    assert "crm and lake" in told.value.reason


def test_only_what_is_needed_travels(tmp_path: Path) -> None:
    rows = one_send(body="a letter", batch="may", other="x")
    sends = dataset("marketing_sends", "lake", "sends", SEND_ROLES, where={"batch": "may"})
    with small_world(tmp_path, "sqlite") as crm:
        audit = audit_of([crm, parquet(tmp_path, rows)], EVENTS, sends)
        with federated(audit, needed(EVENTS, sends)) as (_, sent):
            assert {column.name for column in sent.table.c} == {*(f"role__{role}" for role in SEND_ROLES), "batch"}
            assert (
                sent.connection.scalar(sa.select(sa.func.count()).select_from(sent.table).where(sent.in_scope())) == 1
            )


def test_rows_outside_of_where_are_told_apart(tmp_path: Path) -> None:
    rows = [{**one_send()[0], "id": n, "batch": batch} for n, batch in enumerate(("may", "may", "test", "lost", None))]
    sends, tests = (
        dataset("marketing_sends", "lake", "sends", SEND_ROLES, where={"batch": batch}) for batch in ("may", "test")
    )
    with small_world(tmp_path, "sqlite") as crm:
        audit = audit_of([crm, parquet(tmp_path, rows)], EVENTS, sends, tests)
        told, _ = asked(audit, sends)
    assert (told.examined, told.excluded["of other datasets"]) == (2, 1)
    assert [one.what for one in told.unreadable] == ["2 rows of lake.sends"]


def test_days_stay_days_and_local_times_keep_their_zone(tmp_path: Path) -> None:
    rows = [{**one_send()[0], "at": BASE.date()}]
    lake = parquet(tmp_path, rows)
    with small_world(tmp_path, "sqlite") as crm:
        with federated(audit_of([crm, lake], EVENTS, SENDS), needed(EVENTS, SENDS)) as (_, sent):
            start = datetime(2025, 1, 10, 5, tzinfo=UTC)  # midnight in New York
            moment = sent.moment("sent_at")
            assert isinstance(sent.column("sent_at").type, sa.Date)
            assert sent.connection.scalar(sa.select(moment.instant == sa.literal(start, sa.DateTime(timezone=True))))
        local = parquet(tmp_path, [{**one_send()[0], "at": datetime(2025, 1, 10, 9)}])
        local = System(name="lake", kind="sql", settings=local.settings, timezone="Asia/Kolkata")
        with federated(audit_of([crm, local], EVENTS, SENDS), needed(EVENTS, SENDS)) as (_, sent):
            moment, at = sent.moment("sent_at"), datetime(2025, 1, 10, 3, 30, tzinfo=UTC)
            assert sent.connection.scalar(sa.select(moment.instant == sa.literal(at, sa.DateTime(timezone=True))))


def test_moments_beyond_the_calendar_decide_nothing(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, "postgresql") as crm:
        owner = sa.create_engine(str(crm.settings["url"]).replace("reader@", "owner@"), poolclass=sa.NullPool)
        with owner.begin() as connection:
            for number, moment in enumerate(("infinity", "-infinity", "20000-01-01Z", "0044-03-15Z BC")):
                values = f"{number + 2}, '{SECRET}', 'marketing', 'email', 'granted', '{moment}', '{moment}'"
                connection.exec_driver_sql(f"INSERT INTO events VALUES ({values})")
        with federated(audit_of([crm, lake], EVENTS, SENDS), needed(EVENTS, SENDS)) as (events, _):
            odd = sa.func.count(sa.case((events.moment("effective_at").undecidable, 1)))
            assert events.connection.execute(sa.select(sa.func.count(), odd).select_from(events.table)).one() == (5, 4)


def test_a_ledger_whose_rows_are_hidden_proves_nothing(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    with small_world(tmp_path, "postgresql") as crm:
        owner = sa.create_engine(str(crm.settings["url"]).replace("reader@", "owner@"), poolclass=sa.NullPool)
        with owner.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE events ENABLE ROW LEVEL SECURITY")
        with pytest.raises(CannotVerify, match="row-level security"):
            asked(audit_of([crm, lake], EVENTS, SENDS), SENDS)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send())
    elsewhere = dataset("consent_events", "crm", "nowhere", EVENT_ROLES)
    with small_world(tmp_path, "sqlite") as crm, pytest.raises(CannotVerify, match="no table or view nowhere"):
        asked(audit_of([crm, lake], elsewhere, SENDS), SENDS)


def test_where_to_look_says_that_it_was_asked_of_copies(tmp_path: Path) -> None:
    lake = parquet(tmp_path, one_send(who="somebody else"))
    with small_world(tmp_path, "sqlite") as crm:
        _, told = asked(audit_of([crm, lake], EVENTS, SENDS), SENDS)
    assert told["without_consent"].examples == (Pseudonyms(b"key").of("record", 17),)
    assert told.where_to_look.startswith("-- asked of copies in one DuckDB file")
    assert '"lake.sends"' in told.where_to_look
