"""The three conditions as users of great_expectations would write them: one validation, three expectations.

Whether a hold stands is told by another table, so the batch is a query that joins it; each expectation wants the
dates of the rows without a standing hold to be no earlier than a day. Tried and slower: custom SQL
(`UnexpectedRowsExpectation`, twice the time: it counts the rows of each condition and then fetches all of them), and
the same query without `create_temp_table` (it is run once more, and all its rows fetched, before anything is asked).
"""

import os
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from benchmarks.world import AS_OF, ZONE

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.expectations.row_conditions import Column

JOINED = f"""
SELECT CASE WHEN c.created_at >= '1970-01-02 00:00Z' THEN c.created_at END AS created_at, h.id AS hold FROM communications c LEFT JOIN (
  SELECT DISTINCT id FROM legal_holds WHERE starts_at <= '{AS_OF}'
    AND (released_at IS NULL OR released_at > '{AS_OF}')) h ON h.id = c.legal_hold_id
"""
"""The days of 1970-01-01 are made NULL here: a moment in a `row_condition` is bound as text, which psycopg refuses."""


def three_conditions(url: str, days: Sequence[str]) -> Callable[[], list[int]]:
    """A function that runs the validation and gives how many rows are older than each day. Only the run costs."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_postgres("crm", connection_string=url, create_temp_table=True)
    batch = source.add_query_asset("communications", query=JOINED).add_batch_definition_whole_table("all")
    suite = context.suites.add(gx.ExpectationSuite("retention", expectations=[_no_earlier(day) for day in days]))
    definition = gx.ValidationDefinition(name="retention", data=batch, suite=suite)
    validation = context.validation_definitions.add(definition)
    return lambda: _counts(validation, days)


def _no_earlier(day: str) -> gx.expectations.ExpectColumnValuesToBeBetween:
    return gx.expectations.ExpectColumnValuesToBeBetween(
        column="created_at", min_value=_start(day), row_condition=Column("hold").is_null(), meta={"day": day}
    )


def _start(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZoneInfo(ZONE))


def _counts(validation: gx.ValidationDefinition, days: Sequence[str]) -> list[int]:
    found: dict[str, int] = {}
    for result in validation.run(result_format="BASIC").results:
        if re.search(r"'raised_exception': True", str(result.exception_info)):
            raise RuntimeError("great_expectations answered with an error, which is no result")
        found[result.expectation_config.meta["day"]] = result.result["unexpected_count"]
    return [found[day] for day in days]
