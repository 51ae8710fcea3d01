"""Random restrictions and accesses against sentences in plain Python (rigour 29)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.rights import Restriction
from tests.records.choices.asked import DATABASES, asked, dataset, fill, made, run, written
from tests.records.databases import Tables

COLUMNS = {
    "accesses": ("who", "at", "purpose", "ground"), "restrictions": ("who", "since", "until"), "sends": ("who", "at"),
}  # fmt: skip
BASE = datetime(2026, 2, 1, 9, tzinfo=UTC)
MOMENTS = st.integers(0, 9).map(lambda hours: BASE + timedelta(hours=hours))
ENDLESS = datetime(9999, 12, 31, tzinfo=UTC)
ABSURD = datetime(1970, 1, 1, tzinfo=UTC)
WHO = st.sampled_from(["ann", "ann", "bob", "Ann"])
LOG = dataset("access_log", "accesses", subject="who", accessed_at="at", purpose="purpose", ground="ground")
REGISTER = dataset("restrictions", "restrictions", subject="who", starts_at="since", ends_at="until")
SENDS = dataset("marketing_sends", "sends", subject="who", sent_at="at")
RESTRICTIONS = st.lists(
    st.tuples(WHO, MOMENTS | st.sampled_from([None, ABSURD]), MOMENTS | st.sampled_from([None, ENDLESS, ABSURD])),
    max_size=6,
)
ACCESSES = st.lists(st.tuples(WHO, MOMENTS, st.sampled_from([None, "consent", "fun"])), min_size=1, max_size=8)


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with made(request.param, tmp_path_factory.mktemp("restrictions"), COLUMNS) as built:
        yield built


def verdict(restrictions, who, at, ground):
    """Used while one ran for certain; else untold where one may have run."""
    if ground == "consent":
        return "permitted"
    mine = [(since, until) for whose, since, until in restrictions if whose == who]
    certain = [(since, until) for since, until in mine if since not in (None, ABSURD) and until != ABSURD]
    if any(since <= at and (until is None or at < until) for since, until in certain):
        return "used"
    doubtful = [since for since, until in mine if (since, until) not in certain]
    return "untold" if any(since in (None, ABSURD) or since <= at for since in doubtful) else "free"


def judged(database, world):
    restrictions, accesses = world
    fill(database, {
        "restrictions": [{"who": w, "since": written(a), "until": written(b)} for w, a, b in restrictions],
        "accesses": [{"who": w, "at": written(at), "purpose": "support", "ground": g} for w, at, g in accesses],
        "sends": [],
    })  # fmt: skip
    obligation = Restriction(kind="restriction", basis=Basis.LAW, grounds=("consent",))
    told = asked(database, obligation, LOG, REGISTER, SENDS)
    verdicts = [verdict(restrictions, *access) for access in accesses]
    assert told["used"].count == verdicts.count("used")
    assert sum(told.undecidable.values()) == verdicts.count("untold")
    assert told.examined == len(accesses)


def test_every_access_gets_the_verdict_of_its_moment(database: Tables) -> None:
    run(judged, database, st.tuples(RESTRICTIONS, ACCESSES))
