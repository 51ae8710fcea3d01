"""Random staff and trainings against an oracle in plain Python, written from the check's sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.security import StaffTraining
from tests.records.databases import Tables
from tests.records.security import worlds
from tests.records.security.worlds import ABSURD, LATER, around, by, day_of, latest, usable

CUT, FIRST = date(2025, 3, 1), date(2026, 1, 30)
OBLIGATION = StaffTraining(
    kind="staff_training", basis=Basis.COMPANY, interval=Period.parse("P1Y"), first_within=Period.parse("P30D")
)
STAFF = worlds.dataset(
    "staff", "staff", key="key", status="status", started_at="started_z", left_at="last_z"
)  # fmt: skip
TRAININGS = worlds.dataset(
    "trainings", "trainings", key="id", staff="staff", topic="topic", completed_at="done_z", valid_until="valid_z"
)
KEYS = ("amy", "Amy", "ben")
Row = Mapping[str, Any]

MEMBERS = st.tuples(*(
    st.fixed_dictionaries({
        "key": st.just(key),
        "status": st.sampled_from(["active", "active", "active", "left", "odd", None]),
        "started": st.sampled_from([*around(date(2020, 1, 1), FIRST)  * 3, *ABSURD * 3, *LATER[:4]]),
        "last": st.sampled_from([*[None] * 20, *around(date(2025, 5, 5), worlds.TODAY), *ABSURD, *LATER[:5]]),
    })
    for key in KEYS
))  # fmt: skip
SESSIONS = st.lists(
    st.fixed_dictionaries({
        "staff": st.sampled_from([*KEYS, "zoe"]),
        "topic": st.sampled_from(["privacy", "privacy", "privacy", "other", "odd", None]),
        "done": st.sampled_from([*around(date(2023, 1, 1), CUT, date(2025, 9, 1)), *ABSURD, *LATER]),
        "valid": st.sampled_from([*[None] * 8, *around(worlds.TODAY), *ABSURD, LATER[-1]]),
    }),
    max_size=5,
)  # fmt: skip


@pytest.fixture(scope="module", params=worlds.DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with worlds.database(request.param, folder) as made:
        yield made


def works_here(member: Row) -> set[bool]:
    """Every reading of whether somebody works here."""
    last, status = member["last"], member["status"]
    if status not in {"active", "left"}:
        return {True, False}
    if not usable(last):
        return {False} if status == "left" else {True} if last is None else {True, False}
    gone = day_of(last) < worlds.TODAY
    return {not gone} if (status == "left" or not gone) else {True, False}


def readings(training: Row, clock: datetime) -> set[str]:
    """What a training may be: current, old, or nothing at all."""
    topics = {"privacy": {True}, "other": {False}}.get(training["topic"], {True, False})
    return {"nothing" if not about else when for about in topics for when in _whens(training, clock)}


def _whens(training: Row, clock: datetime) -> set[str]:
    done, valid = training["done"], training["valid"]
    if usable(done) and by(clock) < done <= latest(clock):
        return {"nothing"}
    over = usable(valid) and day_of(valid) < worlds.TODAY
    if not usable(done) or done > latest(clock):
        return {"old", "nothing"} if over else {"current", "nothing"}
    if day_of(done) < CUT or over:
        return {"old"}
    return {"current"} if usable(valid) or valid is None else {"current", "old"}


def verdicts(member: Row, trainings: Sequence[Row], clock: datetime) -> set[str]:
    started = member["started"]
    if usable(started) and started > worlds.AS_OF:
        return {"excluded"}
    own = [readings(one, clock) for one in trainings if one["staff"] == member["key"]]
    starts = {day_of(started) >= FIRST} if usable(started) else {True, False}
    found = set()
    for here, early, whats in product(works_here(member), starts, product(*own)):
        knows_old = "old" in whats and not usable(started)
        kept = "current" in whats or (early and not knows_old)
        found.add("excluded" if not here else "kept" if kept else "untrained")
    return found


def judged(database: Tables, data: st.DataObject) -> None:
    members, trainings, clock = data.draw(MEMBERS), data.draw(SESSIONS), data.draw(worlds.CLOCKS)
    worlds.fill(database, staff=members, trainings=trainings)
    told = worlds.asked(database, OBLIGATION, clock, STAFF, TRAININGS)
    possible = [verdicts(member, trainings, clock) for member in members]
    assert told["untrained"].count == possible.count({"untrained"})
    assert sum(told.excluded.values()) == possible.count({"excluded"})
    assert sum(told.undecidable.values()) == sum(len(one) > 1 for one in possible)
    assert told.counts.get("never", 0) + told.counts.get("too_long_ago", 0) == told["untrained"].count
    assert told.unreadable == ()


def test_every_member_of_staff_falls_where_every_reading_says(database: Tables) -> None:
    worlds.run(database, judged)
