"""Random media and certificates against an oracle in plain Python, written from the check's sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.security import MediaDisposal
from tests.records.databases import Tables
from tests.records.security import worlds
from tests.records.security.worlds import ABSURD, LATER, around, by, day_of, latest, usable

CUT = date(2026, 1, 30)
OBLIGATION = MediaDisposal(kind="media_disposal", basis=Basis.COMPANY, certified_within=Period.parse("P30D"))
MEDIA = worlds.dataset("retired_media", "media", key="key", retired_at="retired_z")
CERTIFICATES = worlds.dataset("disposal_certificates", "certificates", key="id", medium="medium", issued_at="issued_z")
MOMENTS = st.sampled_from([*around(CUT, date(2025, 5, 5)), datetime.fromisoformat("2025-05-05T15:00:00Z"), *LATER])
KEYS = ("d1", "D1", "d2")
Row = Mapping[str, Any]

RETIRED = st.tuples(*(
    st.fixed_dictionaries({"key": st.just(key), "retired": MOMENTS | MOMENTS | st.sampled_from(ABSURD)}) for key in KEYS
))  # fmt: skip
ISSUED = st.lists(
    st.fixed_dictionaries({
        "medium": st.sampled_from([*KEYS, "d9"]),
        "issued": MOMENTS | MOMENTS | st.sampled_from(ABSURD),
    }),
    max_size=5,
)  # fmt: skip


@pytest.fixture(scope="module", params=worlds.DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with worlds.database(request.param, folder) as made:
        yield made


def verdict(medium: Row, certificates: Sequence[Row], clock: datetime) -> str:
    retired = medium["retired"]
    if not usable(retired) or retired > latest(clock):
        return "undecidable"
    if clock > worlds.AS_OF and retired > worlds.AS_OF:
        return "excluded"
    days = [one["issued"] for one in certificates if one["medium"] == medium["key"]]
    usable_days = [day for day in days if usable(day) and day <= latest(clock)]
    if any(day_of(day) >= day_of(retired) for day in usable_days if day <= by(clock)):
        return "kept"
    if day_of(retired) >= CUT:
        return "kept"
    return "uncertified" if len(usable_days) == len(days) else "undecidable"


def judged(database: Tables, data: st.DataObject) -> None:
    media, certificates, clock = data.draw(RETIRED), data.draw(ISSUED), data.draw(worlds.CLOCKS)
    worlds.fill(database, media=media, certificates=certificates)
    told = worlds.asked(database, OBLIGATION, clock, MEDIA, CERTIFICATES)
    expected = [verdict(one, certificates, clock) for one in media]
    assert told["uncertified"].count == expected.count("uncertified")
    assert sum(told.undecidable.values()) == expected.count("undecidable")
    assert sum(told.excluded.values()) == expected.count("excluded")


def test_every_medium_falls_where_its_certificates_say(database: Tables) -> None:
    worlds.run(database, judged)
