"""Random exports: each lacks or holds too much exactly where plain sets say so, on SQLite and DuckDB (rigour 27)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.rights import CompleteExport
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.exports import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 6, 15, 12, tzinfo=UTC)
PEOPLE = ("ann", "Ann", "bob", None)
PLAIN = {
    "tickets": ("record", "subject"),
    "exports": ("export", "subject"),
    "delivered": ("export", "dataset", "record"),
}
TIMED = {"tickets": ("opened",), "exports": ("made",), "delivered": ()}


@pytest.fixture(scope="module", params=("sqlite", "duckdb"))
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with tables(request.param, Path(tmp_path_factory.mktemp(request.param)), PLAIN, TIMED) as made:
        yield made


def place(table: str, **roles: str) -> tuple[Place, ...]:
    return (Place(system="sql", table=table, roles=roles),)


TICKETS = Dataset(
    name="tickets",
    category="communication_records",
    places=place("tickets", key="record", subject="subject", recorded_at="opened_z"),
)
EXPORTS = Dataset(
    name="exports", category="exports", places=place("exports", key="export", subject="subject", created_at="made_z")
)
DELIVERED = Dataset(
    name="delivered",
    category="export_records",
    places=place("delivered", export="export", dataset="dataset", record="record"),
)


def told(database: Tables) -> Any:
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")},
        datasets=(TICKETS, EXPORTS, DELIVERED),
    )  # fmt: skip
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=AS_OF.date(),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    complete = CompleteExport(kind="complete_export", basis=Basis.PUBLISHED, quality="complete")
    return answer([Ask(obligation=complete, dataset=EXPORTS, place=EXPORTS.places[0])], audit)[0]


def at(days: int | None) -> datetime | None:
    return None if days is None else AS_OF - timedelta(days=days)


def moments(role: str, days: int | None) -> dict[str, Any]:
    return {f"{role}_z": at(days), **{f"{role}_{kind}": None for kind in ("d", "n", "t")}}


def verdict(person: str | None, made: int | None, its: list[tuple[str | None, str | None]], tickets: list[Any]) -> str:
    """ "faulty", "undecidable" or "" for an export of this person, so many days ago, with these rows."""
    if made is None or person is None:
        return "undecidable"
    held = {key for dataset, key in its if dataset == "tickets"}
    owners = {f"t{number}": owner for number, (owner, _) in enumerate(tickets)}
    lacking = [opened for n, (owner, opened) in enumerate(tickets) if owner == person and f"t{n}" not in held]
    foreign = [key for key in held if owners.get(key) not in {None, person}]
    if foreign or any(opened is not None and opened > made for opened in lacking):
        return "faulty"
    unknown = [one for one in its if one[0] != "tickets" or one[1] is None]
    gone = [key for key in held if key is not None and key not in owners]
    return "undecidable" if unknown or gone or None in lacking else ""


def test_exports_lack_and_hold_what_plain_sets_say(database: Tables) -> None:
    people, days = st.sampled_from(PEOPLE), st.sampled_from([None, 3, 4, 5, 6, 7])
    records = st.sampled_from(["t0", "t1", "t2", "t3", "t4", "t9", None])
    rows = st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["tickets"] * 8 + ["rumours", None]), records), max_size=14
    )
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=15, deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.tuples(people, days), max_size=5), st.lists(st.tuples(people, days), min_size=1, max_size=4), rows
    )
    def judged(tickets: list[Any], exports: list[Any], delivered: list[Any]) -> None:
        database.fill(
            tickets=[
                {"id": n, "record": f"t{n}", "subject": p, **moments("opened", d)} for n, (p, d) in enumerate(tickets)
            ],
            exports=[
                {"id": n, "export": f"e{n}", "subject": p, **moments("made", d)} for n, (p, d) in enumerate(exports)
            ],
            delivered=[
                {"id": n, "export": f"e{e}", "dataset": d, "record": r} for n, (e, d, r) in enumerate(delivered)
            ],
        )
        its = [[(d, r) for e, d, r in delivered if e == number] for number in range(len(exports))]
        verdicts = [verdict(p, d, its[number], tickets) for number, (p, d) in enumerate(exports)]
        found = told(database)
        counted = {"faulty": found["faulty"].count, "undecidable": sum(found.undecidable.values())}
        assert counted == {name: verdicts.count(name) for name in counted}

    judged()
