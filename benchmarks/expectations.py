"""The three conditions as users of great_expectations would write them: one validation, three expectations.

Whether a hold stands is told by another table, so it is joined: in the query of a query asset, which is all that
somebody can do who may only read, or in a view that the database's owner made for it beforehand. Each expectation
wants the dates of the rows without a standing hold to be no earlier than a day. Tried, and slower: custom SQL
(`UnexpectedRowsExpectation`, twice the time of the query: it counts the rows of each condition, and then fetches all
of them), and the query without `create_temp_table` (it is run once more, and all its rows are fetched, before
anything is asked).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.world import JOINED_WITH_HOLDS, VIEW, ZONE

os.environ["GX_ANALYTICS_ENABLED"] = "false"

# Below the line above: it asks the environment while it is imported.
import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.row_conditions import Column


@contextmanager
def three_conditions(url: str, days: Sequence[str], *, from_view: bool = False) -> Iterator[Callable[[], list[int]]]:
    """A function that runs the validation and gives how many rows are older than each day. Only the run costs."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_postgres("crm", connection_string=url, create_temp_table=not from_view)
    asset = source.add_table_asset(VIEW) if from_view else source.add_query_asset("all", query=JOINED_WITH_HOLDS)
    suite = context.suites.add(gx.ExpectationSuite("retention", expectations=[_no_earlier(day) for day in days]))
    batches = asset.add_batch_definition_whole_table("all")
    definition = gx.ValidationDefinition(name="retention", data=batches, suite=suite)
    validation = context.validation_definitions.add(definition)
    try:
        yield lambda: _counts(validation, days)
    finally:
        source.get_execution_engine().close()


def _no_earlier(day: str) -> Any:
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZoneInfo(ZONE))
    nobody_holds_it = Column("hold").is_null()
    return ExpectColumnValuesToBeBetween(
        column="created_at", min_value=start, row_condition=nobody_holds_it, meta={"day": day}
    )


def _counts(validation: gx.ValidationDefinition, days: Sequence[str]) -> list[int]:
    """BASIC results have the counts and a few examples, as ours have; BOOLEAN_ONLY takes as long and tells neither."""
    found: dict[str, int] = {}
    for result in validation.run(result_format="BASIC").results:
        if "'raised_exception': True" in str(result.exception_info):
            raise RuntimeError("great_expectations answered with an error, which is no result")
        asked: Any = result.expectation_config
        found[asked.meta["day"]] = result.result["unexpected_count"]
    return [found[day] for day in days]
