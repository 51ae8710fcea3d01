"""Random registers: every count equal to an oracle in plain Python, on SQLite and DuckDB (rigour 25 and 29)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.connectors.sql import reading
from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.moments.text import teach_sqlite
from clausecheck.records.requests import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables
from tests.records.requests.oracle import CALIFORNIA, UNUSABLE, Request, verdict

TODAY = date(2026, 6, 15)
AS_OF = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAYS = {"received": "received_at", "acknowledged": "acknowledged_at", "answered": "answered_at",
        "extended": "extended_at", "paused": "paused_from", "resumed": "paused_until",
        "withdrawn": "withdrawn_at"}  # fmt: skip
WORDS = {"right": "right_", "status": "status", "jurisdiction": "jurisdiction", "reason": "reason", "route": "route"}
LAW = {"basis": Basis.LAW, "kind": "request_deadline"}
DEFAULT = RequestDeadline(
    right="access", jurisdiction="default", answered_within=Period.parse("P1M"), extended_by=Period.parse("P2M"), **LAW
)
CALIFORNIAN = RequestDeadline(
    right="access",
    jurisdiction="california",
    answered_within=Period.parse("P45D"),
    extended_by=Period.parse("P45D"),
    acknowledged_in_business_days=10,
    **LAW,
)
SALE = RequestDeadline(right="opt_out_of_sale", jurisdiction="california", answered_in_business_days=15, **LAW)


@pytest.fixture(scope="module", params=("sqlite", "duckdb"))
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, {"requests": tuple(WORDS.values())}, {"requests": tuple(DAYS)}) as made:
        yield made


@st.composite
def requests(draw: st.DrawFn) -> Request:
    odd = st.just(TODAY) | st.just(TODAY + timedelta(days=1)) | st.just(TODAY + timedelta(days=9)) | st.just(UNUSABLE)
    received = draw(st.dates(date(2025, 12, 1), TODAY) | st.none() | odd)
    around = received if received and received != UNUSABLE else TODAY

    def later(*days: int) -> Any:
        near = st.sampled_from([around + timedelta(days=number + shift) for number in days for shift in (-1, 0, 1, 2)])
        return st.none() | near | near | odd

    return Request(
        right=draw(st.sampled_from(["access", "access", "access", "opt_out_of_sale", "erasure", None])),
        status=draw(st.sampled_from(["open", "answered", "answered", "refused", "withdrawn", "lost", None])),
        jurisdiction=draw(st.sampled_from([None, "germany", "DE-BY", "california", "US-CA", "atlantis"])),
        received=received,
        acknowledged=draw(later(3, 14, 16)),
        answered=draw(later(10, 21, 31, 34, 45, 90, 92)),
        extended=draw(st.none() | later(20, 31, 45)),
        paused=draw(st.none() | st.none() | later(0, 10, 31)),
        resumed=draw(st.none() | st.none() | later(15, 40)),
        withdrawn=draw(later(20, 31)),
        reason=draw(st.sampled_from(["unfounded", "unfounded", " ", None])),
        route=draw(st.sampled_from(["authority", "authority", "", None])),
    )


def asked(database: Tables) -> list[Any]:
    roles = {"key": "id", "subject": "id", **{DAYS[name]: f"{name}_d" for name in DAYS}}
    roles |= {"right": "right_", "status": "status", "jurisdiction": "jurisdiction"}
    roles |= {"reason": "reason", "complaint_route": "route"}
    place = Place(system="sql", table="requests", roles=roles)
    dataset = Dataset(name="requests", category="requests", places=(place,))
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")}, datasets=(dataset,)
    )
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"), obligations=(DEFAULT, CALIFORNIAN, SALE),
    )  # fmt: skip
    return answer([Ask(obligation=one, dataset=dataset, place=place) for one in (DEFAULT, CALIFORNIAN, SALE)], audit)


def expected(rows: list[Request], kind: str) -> dict[int, str]:
    """The verdict on each request that the deadline is about, by its key."""
    its = {"default": "access", "california": "access", "sale": "opt_out_of_sale"}[kind]
    mine = {key: one for key, one in enumerate(rows) if one.right in {its, None}}
    mine = {key: one for key, one in mine.items() if (one.jurisdiction in CALIFORNIA) == (kind != "default")}
    return {key: verdict(one, kind, TODAY) for key, one in mine.items()}


def listed(database: Tables, statement: str) -> list[int]:
    """The keys that the owner of the register gets from `where_to_look`."""
    with reading(database.system("UTC")) as connection:
        teach_sqlite(connection)
        return sorted(int(key) for key in connection.exec_driver_sql(statement).scalars())


def test_requests_are_judged_as_the_sentences_say(database: Tables) -> None:
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=12, deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(st.lists(requests(), min_size=10, max_size=30))
    def judged(rows: list[Request]) -> None:
        database.fill(requests=[row_of(number, one) for number, one in enumerate(rows)])
        for told, kind in zip(asked(database), ("default", "california", "sale"), strict=True):
            counted = {"mishandled": told["mishandled"].count, "undecidable": sum(told.undecidable.values())}
            verdicts = expected(rows, kind)
            assert counted == {name: list(verdicts.values()).count(name) for name in counted}, kind
            assert told.examined == len(rows)
            if told["mishandled"]:
                offenders = [key for key, said in verdicts.items() if said == "mishandled"]
                assert listed(database, told.where_to_look) == offenders

    judged()


def row_of(number: int, one: Request) -> dict[str, Any]:
    days = {f"{name}_d": getattr(one, name) for name in DAYS}
    other = {f"{name}_{kind}": None for name in DAYS for kind in ("z", "n", "t")}
    return {"id": number, **{column: getattr(one, name) for name, column in WORDS.items()}, **days, **other}
