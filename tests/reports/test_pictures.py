from dataclasses import replace

import pytest

from clausecheck.model import Outcome
from clausecheck.reports.html import pictures
from tests.reports.past import HISTORY, past_run, run_with_a_past
from tests.reports.sample import LATE, sample_run


def test_strip_is_as_long_as_its_share_of_the_whole() -> None:
    pieces = pictures.strip(((Outcome.VIOLATED, 1), (Outcome.HONOURED, 3)), 8)
    assert [(piece.x, piece.width) for piece in pieces] == [(0, 12.5), (12.5, 37.5)]
    assert pictures.strip((), 0) == ()


def test_trend_ends_with_this_audit_and_stands_on_its_axis() -> None:
    columns = pictures.trend(run_with_a_past())
    assert [column.is_this for column in columns] == [False, False, False, True]
    assert [column.complete for column in columns] == [True, False, True, True]
    for column in columns:
        assert column.pieces[0].y + column.pieces[0].height == pytest.approx(pictures.HEIGHT, abs=0.2)
        assert 0 <= column.x < column.x + column.width <= pictures.WIDTH
        assert dict(column.totals) == {piece.outcome: piece.count for piece in column.pieces}


def test_trend_draws_the_last_audits_only_and_nothing_where_there_is_one() -> None:
    many = tuple(past_run(weeks, id=str(weeks)) for weeks in range(100, 0, -1))
    columns = pictures.trend(run_with_a_past(history=replace(HISTORY, runs=many)))
    assert len(columns) == pictures.RUNS_DRAWN
    assert columns[0].id == "23"
    assert pictures.trend(sample_run()) == ()


def test_ages_past_the_period_lie_beyond_the_limit_and_few_are_still_seen() -> None:
    bars = pictures.ages(LATE.ages)
    assert [bar.is_late for bar in bars] == [False] * 10 + [True] * 2
    assert all(bar.x >= pictures.limit() for bar in bars if bar.is_late)
    assert all(bar.x + bar.width <= pictures.limit() for bar in bars if not bar.is_late)
    assert pictures.ages((100_000, *[0] * 10, 1))[-1].height == 2
    assert pictures.ages((0,) * 12)[0].height == 0


def test_systems_that_left_questions_open_come_first() -> None:
    told = [(one.name, one.asked, one.open, one.share) for one in pictures.systems(sample_run())]
    assert told == [("archive", 1, 1, 0), ("crm", 3, 1, 66.67), ("", 1, 1, 0), ("cloud", 2, 0, 100)]
