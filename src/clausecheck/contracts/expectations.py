"""great_expectations, over one connection of ours. Only this module and `pages` import it, and only when contracts run.

It counts inside the database and brings back numbers only: values, exception texts and connection strings of a system
reach neither its results nor its pages. What it raises is recorded beside a result as a failure; here it is none.
"""

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when it is imported: it would tell its makers of each use
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own, about libraries that are not ours
    from great_expectations.core.batch import Batch
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine
    from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.validator.validator import Validator

import sqlalchemy
from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.types import TypeEngine

from clausecheck.contracts.expected import IN_SET, PRESENT, UNIQUE, Expected
from clausecheck.model import Expectation, Outcome

_METRICS = {PRESENT: "column_values.nonnull", UNIQUE: "column_values.unique", IN_SET: "column_values.in_set"}
_FORMAT = {"result_format": "BOOLEAN_ONLY"}
_ROWS = "table.row_count"
_Counted = tuple[str, str | None, tuple[str, ...]]
"""A count: its name, its column, and the words that it is about."""


class _Inspector:
    """Tells the columns of a view; asking the database would read the whole of it."""

    def __init__(self, types: Mapping[str, TypeEngine[Any]], dialect: Dialect) -> None:
        self._types, self.dialect = types, dialect

    def get_columns(self, **_: object) -> list[dict[str, Any]]:
        return [{"name": name, "type": kind} for name, kind in self._types.items()]

    def get_pk_constraint(self, **_: object) -> dict[str, list[str]]:
        return {"constrained_columns": []}


class _Engine(SqlAlchemyExecutionEngine):  # type: ignore[misc]
    """The library's engine on one connection that is ours: one read-only transaction, which it neither opens nor ends.

    Of itself it would connect once more for each statement, read a result only when its connection is closed, and
    close the pool of the whole audit in the end.
    """

    def __init__(self, connection: Connection, types: Mapping[str, TypeEngine[Any]]) -> None:
        super().__init__(engine=connection.engine, create_temp_table=False)
        self._ours, self._told_types = connection, types
        self.dialect_module = sqlalchemy  # the view's types are plain ones, whatever the database
        self.error: BaseException | None = None
        self.counts: dict[_Counted, int] = {}

    @contextmanager
    def get_connection(self) -> Iterator[Connection]:
        try:
            yield self._ours
        except Exception as error:
            self.error = self.error or error
            raise

    def resolve_metrics(self, metrics_to_resolve: Any, *more: Any, **named: Any) -> Any:
        """Remember the counts, which the library leaves out of results without values."""
        asked = list(metrics_to_resolve)
        found = super().resolve_metrics(asked, *more, **named)
        for one in asked:
            if isinstance(found.get(one.id), int | float):
                words = one.metric_value_kwargs.get("value_set") or ()
                self.counts[one.metric_name, one.metric_domain_kwargs.get("column"), tuple(words)] = int(found[one.id])
        return found

    def get_inspector(self) -> Any:
        return _Inspector(self._told_types, self._ours.dialect)

    def close(self) -> None:
        """Our connection is closed by whoever opened it."""


class _Validator(Validator):  # type: ignore[misc]
    def _determine_progress_bars(self) -> bool:
        return False


class Suite:
    """The expectations of one view, run once. `results` are the library's own, for its page; they hold no values."""

    def __init__(self, connection: Connection, view: Select[Any], types: Mapping[str, TypeEngine[Any]]) -> None:
        self._engine = _Engine(connection, types)
        data = SqlAlchemyBatchData(execution_engine=self._engine, selectable=view, create_temp_table=False)
        self._validator = _Validator(execution_engine=self._engine, batches=[Batch(data=data)])
        self.results: list[ExpectationValidationResult] = []
        self.rows: int | None = None

    def run(self, expected: Sequence[Expected]) -> list[Expectation]:
        """What became of each, in their order. Raises what the connection raised, for its owner to tell."""
        by_configuration = {id(made := _configuration(one)): (made, one) for one in expected}
        configurations = [made for made, _ in by_configuration.values()]
        found = self._validator.graph_validate(configurations, runtime_configuration={"result_format": _FORMAT})
        if self._engine.error is not None:
            raise self._engine.error
        by_terms = {_terms_of(result.expectation_config): result for result in found}
        results = [by_terms.get(_terms_of(made)) for made in configurations]
        self.rows = self._engine.counts.get((_ROWS, None, ()))
        return [self._told(one, result) for one, result in zip(expected, results, strict=True)]

    def _told(self, one: Expected, result: ExpectationValidationResult | None) -> Expectation:
        reason = _raised(result)
        if result is None or reason:
            return _expectation(one, Outcome.UNVERIFIED, reason=reason or "the library gave no result for it")
        unexpected = 0 if result.success else self._unexpected(one)
        result.result = self._counts(unexpected) if one.name in _METRICS else {}
        self.results.append(result)
        outcome = Outcome.HONOURED if result.success else Outcome.VIOLATED
        return _expectation(one, outcome, unexpected=unexpected)

    def _counts(self, unexpected: int) -> dict[str, Any]:
        """What its page shows of a result: it is given no list of values to show."""
        share = 100 * unexpected / self.rows if self.rows else 0.0
        return {"element_count": self.rows, "unexpected_count": unexpected, "unexpected_percent": share}

    def _unexpected(self, one: Expected) -> int:
        """How many rows speak against it, where it is about rows."""
        words = one.terms.get("value_set", ())
        assert isinstance(words, list | tuple)
        return self._engine.counts.get((f"{_METRICS.get(one.name)}.unexpected_count", one.column, tuple(words)), 0)


def _configuration(one: Expected) -> ExpectationConfiguration:
    return ExpectationConfiguration(type=one.name, kwargs=one.kwargs, description=one.sentence)


def _terms_of(configuration: ExpectationConfiguration) -> str:
    """Results come back in an order of their own."""
    return f"{configuration.type}\0{configuration.description}"


def _raised(result: ExpectationValidationResult | None) -> str:
    """The kind of what was raised instead of a result. The library tells it as a failure without a result."""
    info = dict(result.exception_info or {}) if result is not None else {}
    raised = info if "raised_exception" in info else next(iter(info.values()), {})
    if not raised.get("raised_exception"):
        return ""
    return "the library raised an exception instead of telling"


def _expectation(one: Expected, outcome: Outcome, *, unexpected: int = 0, reason: str = "") -> Expectation:
    return Expectation(
        name=one.name, role=one.role, sentence=one.sentence, outcome=outcome, unexpected=unexpected, reason=reason
    )
