"""A statement as its system's owner may run it: with its values in it, and nothing that only a driver understands."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Select
from sqlalchemy.exc import CompileError

from clausecheck.facts.listing import OPEN, remarked

_TYPED = ("duckdb", "postgresql")
"""Where a day or moment in quotes is text to a CASE or a function, unless it says what it is."""
_PERCENT_IS_DOUBLED = ("format", "pyformat")


def written(connection: Connection, statement: Select[Any]) -> str:
    """The text of a statement that holds days, words and numbers, never a personal value."""
    dialect: Any = connection.dialect
    try:
        text = str(_compiler(dialect.statement_compiler)(dialect, statement, compile_kwargs={"literal_binds": True}))
    except (CompileError, NotImplementedError):
        text = remarked(OPEN, str(statement.compile(dialect=dialect)))
    # A driver would read two of them as one.
    return text.replace("%%", "%") if dialect.paramstyle in _PERCENT_IS_DOUBLED else text


@cache
def _compiler(base: type[Any]) -> type[Any]:
    class Written(base):  # type: ignore[misc]
        def visit_bindparam(self, bindparam: Any, **named: Any) -> Any:
            # SQLAlchemy forgets that values are wanted where it writes LIMIT for SQLite, or IS NOT DISTINCT FROM.
            return super().visit_bindparam(bindparam, **{**named, "literal_binds": True})

        def render_literal_value(self, value: Any, type_: Any) -> Any:
            text = super().render_literal_value(value, type_)
            if value is not None and self.dialect.name in _TYPED and isinstance(type_, (Date, DateTime)):
                return f"CAST({text} AS {type_.compile(dialect=self.dialect)})"
            return text

    return Written
