"""Five million communications, three retention obligations: ours, one statement by hand, great_expectations."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa

from benchmarks.measuring import Row, in_turns, medians, ratio
from benchmarks.world import COMMUNICATION_RECORDS, COMMUNICATIONS, HOLDS, audit_of, filled, retention
from clausecheck.facts import Records
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.retention import answer

PERIODS = ("P3Y", "P5Y", "P6Y")
DAYS = ("2023-03-01", "2021-03-01", "2020-03-01")

BY_HAND = """
SELECT count(*),
  count(*) FILTER (WHERE created_at IS NULL),
  count(*) FILTER (WHERE created_at >= '1970-01-01 00:00Z' AND created_at < '1970-01-02 00:00Z'
    OR created_at >= '9999-01-01 00:00Z'),
  count(*) FILTER (WHERE created_at > '2026-03-02 12:00Z' AND created_at < '9999-01-01 00:00Z'),
  {periods}
FROM communications c LEFT JOIN (
  SELECT DISTINCT id FROM legal_holds WHERE starts_at <= '2026-03-01 12:00Z'
    AND (released_at IS NULL OR released_at > '2026-03-01 12:00Z')) h ON h.id = c.legal_hold_id
"""
ONE_PERIOD = """
  count(*) FILTER (WHERE created_at < '{day} 00:00 America/New_York' AND created_at >= '1970-01-02 00:00Z'
    AND h.id IS NULL),
  count(*) FILTER (WHERE created_at < '{day} 00:00 America/New_York' AND created_at >= '1970-01-02 00:00Z'
    AND h.id IS NOT NULL)
"""
STATEMENT = BY_HAND.format(periods=",".join(ONE_PERIOD.format(day=day) for day in DAYS))


INSTALLED = find_spec("great_expectations") is not None


def rows(*, size: int = 5_000_000, turns: int = 5) -> Iterator[Row]:
    """The rows of the table for this question; its limits are not kept where great_expectations is not installed."""
    with filled(COMMUNICATIONS, rows=size) as database, ExitStack() as stack:
        audit = audit_of(database.reader, COMMUNICATION_RECORDS, HOLDS)
        engine = sa.create_engine(database.reader)
        sides: dict[str, Callable[[], Any]] = {"ours": partial(ours, audit), "by hand": partial(by_hand, engine)}
        counts = counts_of(ours(audit))
        agree(counts, by_hand(engine))
        if INSTALLED:
            sides |= _expectations(stack, database.reader, counts)
        seconds = in_turns(sides, turns=turns)
        engine.dispose()
    yield from medians(f"{size:,} communications, 3 retention obligations", seconds)
    yield ratio(seconds, "ours", "by hand", limit=1.15)
    yield from _ratios(seconds)


def _ratios(seconds: Mapping[str, list[float]]) -> Iterator[Row]:
    if not INSTALLED:
        note = "not measured: pip install 'clausecheck[contracts]'"
        yield Row(what="  ours / great_expectations", figure=math.nan, unit="", limit=0.6, note=note)
        return
    yield ratio(seconds, "ours", "great_expectations", limit=0.6)
    yield ratio(seconds, "ours", "great_expectations on a view", note="a view that the owner made for it beforehand")


def ours(audit: Audit) -> list[Records]:
    dataset = COMMUNICATION_RECORDS
    return answer([Ask(obligation=retention(one), dataset=dataset, place=dataset.places[0]) for one in PERIODS], audit)


def counts_of(answered: list[Records]) -> list[int]:
    """Examined, undecidable by reason, and for each period found and held."""
    first = answered[0]
    reasons = [first.undecidable.get(name, 0) for name in ("no date", "no usable date", "after the audit")]
    return [first.examined, *reasons, *(count for one in answered for count in (one["overdue"].count, one.held))]


def by_hand(engine: sa.Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(STATEMENT).one())


def agree(counts: list[int], other: list[int]) -> None:
    """`AssertionError` unless both answered the same question with the same counts."""
    if counts != other:
        raise AssertionError(f"the two sides disagree: ours {counts}, the other {other}")


def _expectations(stack: ExitStack, url: str, counts: list[int]) -> dict[str, Callable[[], Any]]:
    from benchmarks.expectations import three_conditions

    sides = {
        "great_expectations": stack.enter_context(three_conditions(url, DAYS)),
        "great_expectations on a view": stack.enter_context(three_conditions(url, DAYS, from_view=True)),
    }
    for side in sides.values():
        agree(counts[4::2], side())
    return sides
