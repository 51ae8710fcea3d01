import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clausecheck.model import Basis, Outcome
from clausecheck.reports.language import language
from clausecheck.reports.words import (
    BASIS,
    ENGLISH,
    WORDS,
    day,
    duration,
    framework,
    moment,
    number,
    plural,
    spoken,
    visible,
)

ROOT = Path(__file__).parents[2]


def test_every_outcome_and_basis_has_words_of_its_own() -> None:
    assert set(WORDS) == set(Outcome)
    assert set(BASIS) == set(Basis)
    for distinct in ("label", "symbol", "ascii", "meaning"):
        assert len({getattr(words, distinct) for words in WORDS.values()}) == len(Outcome)
    assert all(words.ascii.isascii() for words in WORDS.values())


def test_numbers_have_thousands_separators() -> None:
    assert number(1234567) == "1,234,567"
    assert plural(1, "clause") == "1 clause"
    assert plural(2000, "clause") == "2,000 clauses"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", "1 March 2026, 07:00 EST (UTC-05:00)"),
        ("UTC", "1 March 2026, 12:00 UTC"),
        ("Asia/Kathmandu", "1 March 2026, 17:45 +0545 (UTC+05:45)"),
    ],
)
def test_moment_is_told_in_the_time_zone_of_the_policy(zone: str, expected: str) -> None:
    assert moment(datetime(2026, 3, 1, 12, tzinfo=UTC), zone) == expected


def test_moment_follows_daylight_saving() -> None:
    assert moment(datetime(2026, 7, 1, 3, 30, tzinfo=UTC), "America/New_York") == "30 June 2026, 23:30 EDT (UTC-04:00)"


def test_day_names_its_month() -> None:
    assert day(date(2024, 3, 15)) == "15 March 2024"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.2, "less than a second"), (1, "1 second"), (60, "1 minute"), (200, "3 minutes 20 seconds")],
)
def test_duration(seconds: float, expected: str) -> None:
    assert duration(timedelta(seconds=seconds)) == expected


def test_spoken_name() -> None:
    assert spoken("late_withdrawal") == "Late withdrawal"
    assert spoken("") == ""


def test_visible_shows_what_would_steer_and_keeps_every_script() -> None:
    assert visible("a\x1b[31m\u202eb\ud800\ufffe") == "a⟨U+001B⟩[31m⟨U+202E⟩b⟨U+D800⟩⟨U+FFFE⟩"
    assert visible("données 数据 אבג\tline\nbreak\u00a0") == "données 数据 אבג\tline\nbreak\u00a0"


def test_every_framework_of_the_crosswalk_has_a_name() -> None:
    schema = json.loads((ROOT / "policy" / "schema" / "crosswalk.schema.json").read_text(encoding="utf-8"))
    known = {key.removeprefix("laws.") for key in ENGLISH.texts if key.startswith("laws.")}
    assert known == set(schema["properties"]["frameworks"]["properties"])
    assert framework("gdpr") == "GDPR"
    assert framework("gdpr", language("de")) == "DSGVO"
    assert framework("a_law_of_ours") == "a_law_of_ours"
