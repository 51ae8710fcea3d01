"""Random answers and what was said of the data in them, against an oracle in plain Python (GDPR Art. 15(1))."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.rights import AccessInformation
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.exports.explained import answer
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target
from tests.records.cells import NOTHING, Cell
from tests.records.databases import Tables, tables

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = {
    "exports": ("request",), "requests": ("key", "kind"), "delivered": ("export", "part"),
    "said": ("export", "part", "why", "whom", "until"),
}  # fmt: skip
TIMED: dict[str, tuple[str, ...]] = {"exports": ("made",), "requests": (), "delivered": (), "said": ()}
THREE = ("why", "whom", "until")
EXPORTS = st.sampled_from(["0", "1", "2"])
PARTS = st.sampled_from(["people", "tickets", "logs"])
SENTENCES = st.sampled_from(["to help", "to help", " \t", "", None])


@dataclass(frozen=True)
class Export:
    request: str | None
    is_dated: bool


def expected(
    exports: list[Export],
    requests: list[tuple[str, str]],
    delivered: list[tuple[str, str | None]],
    said: list[dict[str, str | None]],
) -> dict[str, int]:
    told = dict.fromkeys(("excluded", "undecidable", "found", *THREE), 0)
    for number, export in enumerate(exports):
        rights = [right for key, right in requests if key == export.request]
        parts = {part for of, part in delivered if of == str(number)}
        if rights and all(right in {"erasure", "portability"} for right in rights):
            told["excluded"] += 1
            continue
        missing = {which for which in THREE for part in parts - {None} if not is_said(said, str(number), part, which)}
        if not export.is_dated or (not missing and (not parts or None in parts)):
            told["undecidable"] += 1
        elif missing:
            told["found"] += 1
            for which in missing:
                told[which] += 1
    return told


def is_said(said: list[dict[str, str | None]], export: str, part: str | None, which: str) -> bool:
    return any(one["export"] == export and one["part"] == part and (one[which] or "").strip() for one in said)


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with tables(request.param, folder, PLAIN, TIMED) as made:
        yield made


def dataset(category: str, table: str, **roles: str) -> Dataset:
    return Dataset(name=table, category=category, places=(Place(system="sql", table=table, roles=roles),))


def asked(database: Tables) -> dict[str, int]:
    exports = dataset("exports", "exports", key="id", subject="id", created_at="made_z", request="request")
    datasets = (
        exports,
        dataset("requests", "requests", key="key", right="kind"),
        dataset("export_records", "delivered", export="export", dataset="part", record="id"),
        dataset("export_explanations", "said", export="export", dataset="part", purposes="why", recipients="whom",
                kept_for="until"),
    )  # fmt: skip
    target = Target(
        name="t", mode="read-only", environment="demo", systems={"sql": database.system("UTC")}, datasets=datasets
    )
    audit = Audit(
        target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
        categories={}, pseudonyms=Pseudonyms(b"key"),
    )  # fmt: skip
    obligation = AccessInformation(kind="access_information", basis=Basis.LAW)
    (told,) = answer([Ask(obligation=obligation, dataset=exports, place=exports.places[0])], audit)
    assert not told.unreadable
    counts = dict(zip(THREE, ("without_purposes", "without_recipients", "without_periods"), strict=True))
    return {
        "excluded": sum(told.excluded.values()),
        "undecidable": sum(told.undecidable.values()),
        "found": len(told["unexplained"]),
        **{which: told.counted(name) for which, name in counts.items()},
    }


def cells(moment: datetime | None) -> dict[str, object]:
    return (Cell(None, moment, None, None, moment) if moment else NOTHING).columns("made")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    exports=st.lists(
        st.builds(
            Export, request=st.sampled_from(["a", "b", "x", None]), is_dated=st.sampled_from([True, True, False])
        ),
        max_size=3,
    ),
    requests=st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["access", "erasure", "portability", "curiosity"])),
        max_size=4,
    ),
    delivered=st.lists(st.tuples(EXPORTS, PARTS | PARTS | st.none()), max_size=8),
    said=st.lists(
        st.fixed_dictionaries(
            {"export": EXPORTS, "part": PARTS, "why": SENTENCES, "whom": SENTENCES, "until": SENTENCES}
        ),
        max_size=8,
    ),
)
def test_as_the_oracle_says(
    database: Tables,
    exports: list[Export],
    requests: list[tuple[str, str]],
    delivered: list[tuple[str, str | None]],
    said: list[dict[str, str | None]],
) -> None:
    database.fill(
        exports=[
            {"id": n, "request": one.request, **cells(MADE if one.is_dated else None)} for n, one in enumerate(exports)
        ],
        requests=[{"id": n, "key": key, "kind": right} for n, (key, right) in enumerate(requests)],
        delivered=[{"id": n, "export": export, "part": part} for n, (export, part) in enumerate(delivered)],
        said=[{"id": n, **one} for n, one in enumerate(said)],
    )
    assert asked(database) == expected(exports, requests, delivered, said)
