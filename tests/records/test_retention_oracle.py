"""Random worlds: verdict and every count equal to an oracle in plain Python, in each database (rigour 6 to 14)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.facts import Records
from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.retention import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records import databases
from tests.records.cells import KINDS, NOTHING, PERIODS, Cell, cells, settings_of_an_audit
from tests.records.databases import Tables, tables
from tests.records.oracle import Account, Hold, Service, Setting, account_class, counted, record_class

EXAMPLES = {"sqlite": 20, "duckdb": 10, "postgresql": 18, "mariadb": 10}
KEYS = ("H1", "h1", "H1 ", "Ä", "ä", "ss", "ß", "7")
PLAIN = {
    "records": ("hold",), "holds": ("key",), "accounts": ("subject", "status", "hold"),
    "services": ("subject", "status"),
}  # fmt: skip
TIMED = {
    "records": ("anchor",),
    "holds": ("starts", "released"),
    "accounts": ("ended", "created", "left"),
    "services": ("ended",),
}


@pytest.fixture(scope="module", params=databases.ALL)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def with_examples(test: Any) -> Any:
    """Run a property as often as the database is quick; what fails is not shrunk for minutes."""

    def run(database: Tables) -> None:
        phases = (Phase.explicit, Phase.reuse, Phase.generate)
        wanted = settings(
            max_examples=EXAMPLES[database.sql], deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
        )
        wanted(given(st.data())(lambda data: test(database, data)))()

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


def roles(kind: str, **named: str) -> dict[str, str]:
    """Role to column, those that tell time in their column of this kind."""
    timed = {name for names in TIMED.values() for name in names}
    return {role: f"{column}_{kind}" if column in timed else column for role, column in named.items()}


def fitting(cell: Cell, sql: str) -> Cell:
    """MariaDB's TIMESTAMP begins in 1970 and ends in 2038: what it cannot hold is NULL there."""
    in_range = cell.z is not None and datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) <= cell.z < datetime(
        2038, 1, 1, tzinfo=UTC
    )
    return cell if sql != "mariadb" or in_range else Cell(cell.d, None, cell.n, cell.t, cell.told)


def audit(database: Tables, setting: Setting, *datasets: Dataset, exhibits: dict[str, bytes] | None = None) -> Audit:
    target = Target(
        name="t",
        mode="read-only",
        environment="demo",
        systems={"sql": database.system(setting.system)},
        datasets=datasets,
    )
    return Audit(
        target=target, as_of=setting.as_of, clock=setting.clock, time_zone=setting.policy,
        policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"), exhibits=exhibits,
    )  # fmt: skip


def dataset(category: str, table: str, roles: dict[str, str]) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(audited: Audit, of: Dataset, periods: list[str], anchor: str) -> list[Records]:
    def retention(period: str) -> Retention:
        return Retention(
            kind="retention", basis=Basis.PUBLISHED, category=of.category, period=Period.parse(period), anchor=anchor
        )

    return answer([Ask(obligation=retention(one), dataset=of, place=of.places[0]) for one in periods], audited)


def numbers(told: Records) -> dict[str, int]:
    found = {
        "excluded": sum(told.excluded.values()),
        "undecidable": sum(told.undecidable.values()),
        "held": told.held,
        "overdue": told["overdue"].count,
        "kept": told.examined - sum(told.undecidable.values()) - told.held - told["overdue"].count,
    }
    assert len(told["overdue"].examples) == min(5, told["overdue"].count)
    return {name: count for name, count in found.items() if count}


def holds_in(draw: st.DrawFn, setting: Setting, sql: str) -> list[tuple[str | None, Cell, Cell]]:
    one = st.tuples(st.sampled_from([*KEYS, None]), cells(setting), st.just(NOTHING) | cells(setting))
    return [(key, fitting(start, sql), fitting(end, sql)) for key, start, end in draw(st.lists(one, max_size=6))]


def hold_rows(holds: list[tuple[str | None, Cell, Cell]]) -> list[dict[str, Any]]:
    return [
        {"id": number, "key": key, **start.columns("starts"), **end.columns("released")}
        for number, (key, start, end) in enumerate(holds)
    ]


def understood(holds: list[tuple[str | None, Cell, Cell]], kind: str) -> list[Hold]:
    return [Hold(key=key, starts_at=start.means(kind), released_at=end.means(kind)) for key, start, end in holds]


@with_examples
def test_records_are_classified_as_the_sentences_say(database: Tables, data: st.DataObject) -> None:
    setting = data.draw(settings_of_an_audit())
    row = st.tuples(cells(setting), st.none() | st.sampled_from(KEYS))
    rows = [(fitting(cell, database.sql), hold) for cell, hold in data.draw(st.lists(row, min_size=1, max_size=14))]
    holds = holds_in(data.draw, setting, database.sql)
    periods = data.draw(st.lists(st.sampled_from(sorted(PERIODS)), min_size=1, max_size=2))
    database.fill(
        records=[{"id": n, "hold": hold, **cell.columns("anchor")} for n, (cell, hold) in enumerate(rows)],
        holds=hold_rows(holds),
    )
    hold_kind = data.draw(st.sampled_from(KINDS))
    register = dataset("legal_holds", "holds", roles(hold_kind, key="key", starts_at="starts", released_at="released"))
    for kind in KINDS:
        records = dataset("communications", "records", roles(kind, key="id", recorded_at="anchor", hold="hold"))
        told = asked(audit(database, setting, records, register, exhibits={}), records, periods, "recorded_at")
        for period, one in zip(periods, told, strict=True):
            dated = counted([record_class(cell.means(kind), None, [], PERIODS[period], setting) for cell, _ in rows])
            late, in_time = dated.get("overdue", 0), dated.get("kept", 0)
            assert (sum(one.ages[10:]), sum(one.ages[:10])) == (late, in_time), (kind, period, setting)
            known = understood(holds, hold_kind)
            classes = [record_class(cell.means(kind), hold, known, PERIODS[period], setting) for cell, hold in rows]
            assert numbers(one) == counted(classes), (kind, hold_kind, period, classes, setting)


@with_examples
def test_accounts_are_classified_as_the_sentences_say(database: Tables, data: st.DataObject) -> None:
    setting = data.draw(settings_of_an_audit())
    people = st.none() | st.sampled_from(["anna", "Anna", "anna ", "bert"])
    cell = cells(setting).map(lambda one: fitting(one, database.sql))
    mostly = st.just(NOTHING) | st.just(NOTHING) | cell
    status, hold = (
        st.sampled_from(["active", "closed", "closed", "closed", "Closed", None]),
        st.none() | st.sampled_from(KEYS),
    )
    accounts = data.draw(st.lists(st.tuples(people, status, cell, cell, mostly, hold), min_size=1, max_size=8))
    ended = st.sampled_from(["active", "ended", "ended", "ended", "ended", "gone"])
    services = data.draw(st.lists(st.tuples(people, ended, cell), max_size=6))
    holds = holds_in(data.draw, setting, database.sql)
    database.fill(
        accounts=[
            {
                "id": n, "subject": who, "status": word, "hold": named,
                **end.columns("ended"), **start.columns("created"), **left.columns("left"),
            }
            for n, (who, word, end, start, left, named) in enumerate(accounts)
        ],
        services=[
            {"id": n, "subject": who, "status": word, **end.columns("ended")} for n, (who, word,
            end) in enumerate(services)
        ],
        holds=hold_rows(holds),
    )  # fmt: skip
    for kind in data.draw(st.permutations(KINDS))[:2]:
        named = {"key": "id", "subject": "subject", "status": "status", "service_end": "ended"}
        mapped = (
            dataset(
                "account_information",
                "accounts",
                roles(kind, **named, created_at="created", left_at="left", hold="hold"),
            ),
            dataset("services", "services", roles(kind, **named)),
            dataset("legal_holds", "holds", roles(kind, key="key", starts_at="starts", released_at="released")),
        )
        (told,) = asked(audit(database, setting, *mapped), mapped[0], ["P7Y"], "service_end")
        all_accounts = [
            Account(
                subject=who, status=word, service_end=end.means(kind), created_at=start.means(kind),
                left_at=left.means(kind), hold=given,
            )
            for who, word, end, start, left, given in accounts
        ]  # fmt: skip
        all_services = [Service(subject=who, status=word, service_end=end.means(kind)) for who, word, end in services]
        known = understood(holds, kind)
        classes = [
            account_class(one, all_accounts, all_services, known, PERIODS["P7Y"], setting) for one in all_accounts
        ]
        assert numbers(told) == counted(classes), (kind, classes, setting)
        assert len(told.unreadable) == any(one.subject is None for one in all_services)
