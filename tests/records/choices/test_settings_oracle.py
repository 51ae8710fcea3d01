"""Random histories of settings against sentences in plain Python: off, long enough, and not on again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.rights import NotificationSettings
from tests.records.choices.asked import DATABASES, asked, dataset, fill, made, run, written
from tests.records.databases import Tables

COLUMNS = {"notifications": ("who", "topic", "channel", "at"), "settings": ("who", "topic", "channel", "state", "at")}
BASE = datetime(2026, 1, 29, 4, 30, tzinfo=UTC)
MOMENTS = st.integers(0, 40).map(lambda step: BASE + timedelta(hours=6 * step))
WHO, TOPIC, CHANNEL = st.sampled_from(["ann", "ann", "bob"]), st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
ABOUT = {"subject": "who", "topic": "topic", "channel": "channel"}
SENT = dataset("notifications", "notifications", **ABOUT, sent_at="at")
REGISTER = dataset("notification_settings", "settings", **ABOUT, enabled="state", changed_at="at")
SETTINGS = st.lists(
    st.tuples(WHO, TOPIC | st.none(), CHANNEL | st.none(), st.sampled_from(["true", "false"]), MOMENTS), max_size=8
)
NOTIFICATIONS = st.lists(st.tuples(WHO, TOPIC, CHANNEL, MOMENTS), min_size=1, max_size=6)
PERIODS = st.sampled_from([Period.parse(text) for text in ("P1D", "P3D", "P1M", "P1M2D")])


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with made(request.param, tmp_path_factory.mktemp("settings"), COLUMNS) as built:
        yield built


def day(moment):
    return moment.astimezone(ZoneInfo("America/New_York")).date()


def silenced(said, at, within):
    """Off since a day long enough ago, and not switched on since; of two of one moment, off is the later one."""
    ordered = sorted(((moment, state == "false") for moment, state in said if moment <= at))
    run_of_off = []
    for moment, off in ordered:
        run_of_off = [*run_of_off, moment] if off else []
    return bool(run_of_off) and within.after(day(run_of_off[0])) < day(at)


def switched_off(settings, within, who, topic, channel, at):
    about = list(product((topic, None), (channel, None)))
    return any(
        silenced([(m, state) for w, t, c, state, m in settings if (w, t, c) == (who, *grain)], at, within)
        for grain in about
    )


def judged(database, world):
    settings, notifications, within = world
    keys = ("who", "topic", "channel")
    fill(database, {
        "settings": [dict(zip((*keys, "state", "at"), (*row[:4], written(row[4])), strict=True)) for row in settings],
        "notifications": [dict(zip((*keys, "at"), (*row[:3], written(row[3])), strict=True)) for row in notifications],
    })  # fmt: skip
    obligation = NotificationSettings(kind="notification_settings", basis=Basis.COMPANY, applied_within=within)
    told = asked(database, obligation, SENT, REGISTER)
    expected = sum(switched_off(settings, within, *row) for row in notifications)
    assert told["switched_off"].count == expected
    assert told.undecidable == {}
    assert told.examined == len(notifications)


def test_every_notification_is_held_against_the_settings_of_its_moment(database: Tables) -> None:
    run(judged, database, st.tuples(SETTINGS, NOTIFICATIONS, PERIODS))
