"""Five million communications, three retention obligations: ours, one hand-written statement, Great Expectations."""

import os
import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from benchmarks.measuring import Row, in_turns, median_ratio
from benchmarks.world import COMMUNICATION_RECORDS, COMMUNICATIONS, HOLDS, audit_of, filled, retention
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.retention import answer

PERIODS = ("P3Y", "P5Y", "P6Y")

BY_HAND = """
SELECT count(*),
  count(*) FILTER (WHERE created_at IS NULL),
  count(*) FILTER (WHERE created_at >= '1970-01-01 00:00Z' AND created_at < '1970-01-02 00:00Z'),
  count(*) FILTER (WHERE created_at >= '9999-01-01 00:00Z'),
  count(*) FILTER (WHERE created_at > '2026-03-02 12:00Z' AND created_at < '9999-01-01 00:00Z'),
  {periods}
FROM communications c LEFT JOIN (
  SELECT DISTINCT id FROM legal_holds WHERE starts_at <= '2026-03-01 12:00Z'
    AND (released_at IS NULL OR released_at > '2026-03-01 12:00Z')) h ON h.id = c.legal_hold_id
"""
ONE_PERIOD = """
  count(*) FILTER (WHERE created_at < '{day} 00:00 America/New_York' AND created_at >= '1970-01-02 00:00Z' AND h.id IS NULL),
  count(*) FILTER (WHERE created_at < '{day} 00:00 America/New_York' AND created_at >= '1970-01-02 00:00Z' AND h.id IS NOT NULL)

"""
DAYS = ("2023-03-01", "2021-03-01", "2020-03-01")


def rows(*, size: int = 5_000_000, turns: int = 5, expectations: bool = True) -> Iterator[Row]:
    """The rows of the table for this question."""
    with filled(COMMUNICATIONS, rows=size) as database:
        audit = audit_of(database.reader, COMMUNICATION_RECORDS, HOLDS)
        engine = sa.create_engine(database.reader)
        sides: dict[str, Any] = {"ours": lambda: _ours(audit), "by hand": lambda: _by_hand(engine)}
        _agree(_ours(audit), _by_hand(engine))
        if expectations:
            from benchmarks.expectations import three_conditions

            sides["great_expectations"] = three_conditions(database.reader, DAYS)
        seconds = in_turns(sides, turns=turns)
        for name, measured in seconds.items():
            yield Row(
                what=f"{size:,} communications, 3 retention obligations, {name}",
                figure=sorted(measured)[turns // 2],
                unit="s",
            )
        yield Row(what="  ours / by hand", figure=median_ratio(seconds, "ours", "by hand"), unit="", limit=1.15)
        if expectations:
            ratio = median_ratio(seconds, "ours", "great_expectations")
            yield Row(what="  ours / great_expectations", figure=ratio, unit="", limit=0.6)
        engine.dispose()


def _ours(audit: Audit) -> list[Any]:
    place = COMMUNICATION_RECORDS.places[0]
    return answer(
        [Ask(obligation=retention(one), dataset=COMMUNICATION_RECORDS, place=place) for one in PERIODS], audit
    )


def _by_hand(engine: sa.Engine) -> Any:
    periods = ",".join(ONE_PERIOD.format(day=day) for day in DAYS)
    with engine.connect() as connection:
        return connection.exec_driver_sql(BY_HAND.format(periods=periods)).one()


def _agree(ours: list[Any], by_hand: Any) -> None:
    """Both must have answered the same question."""
    told = [number for one in ours for number in (one["overdue"].count, one.held)]
    if told != list(by_hand[5:]) or ours[0].examined != by_hand[0]:
        raise AssertionError(f"the two sides disagree: {told} and {list(by_hand)}")


if __name__ == "__main__":
    began = time.perf_counter()
    for row in rows(size=int(os.environ.get("ROWS", "5000000")), expectations=bool(os.environ.get("GX"))):
        print(row)
    print(time.perf_counter() - began)
