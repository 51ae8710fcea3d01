"""Tells whoever keeps evidence which statements were sent: their text with open parameters, their time, their rows.

Rows are counted as they are read, since most drivers do not know their number before; none is looked at.
"""

import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event

from clausecheck.model import Call, Listener
from clausecheck.redaction import kind_of


def tell(engine: Engine, system: str, heard: Listener | None) -> None:
    """From now on `heard` is told each statement of this engine; nothing is done where there is nobody."""
    if heard is None:
        return

    def began(*given: Any) -> None:
        given[4]._clausecheck_began = datetime.now(UTC), time.perf_counter()  # noqa: SLF001 - a name of our own

    def ended(_: object, cursor: Any, statement: str, __: object, context: Any, ___: object) -> None:
        # The result that SQLAlchemy makes next reads through the context's cursor.
        context.cursor = _Counting(cursor, heard, system, statement, *context._clausecheck_began)  # noqa: SLF001

    def failed(trouble: Any) -> None:
        context = trouble.execution_context
        at, since = getattr(context, "_clausecheck_began", (datetime.now(UTC), time.perf_counter()))
        told = Call(
            system=system, kind="sql", what=trouble.statement or "", began=at, seconds=time.perf_counter() - since,
            failure=kind_of(trouble.original_exception),
        )  # fmt: skip
        heard(told)

    event.listen(engine, "before_cursor_execute", began)
    event.listen(engine, "after_cursor_execute", ended)
    event.listen(engine, "handle_error", failed)


class _Counting:
    """A driver's cursor that counts what is read through it, and tells once it is closed or nobody has it any more."""

    def __init__(self, cursor: Any, heard: Listener, system: str, statement: str, at: datetime, since: float) -> None:
        self._cursor, self._heard, self._system, self._statement = cursor, heard, system, statement
        self._at, self._since = at, since
        self._rows: int | None = 0 if cursor.description else None
        self._told = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("fetch_", "to_arrow")):
            self._rows = None  # read past us, in batches of the driver's own
        return getattr(self._cursor, name)

    def __iter__(self) -> Any:
        for row in self._cursor:
            self._count(1)
            yield row

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._count(row is not None)
        return row

    def fetchmany(self, *size: Any, **more: Any) -> Any:
        rows = self._cursor.fetchmany(*size, **more)
        self._count(len(rows))
        return rows

    def fetchall(self) -> Any:
        rows = self._cursor.fetchall()
        self._count(len(rows))
        return rows

    def _count(self, number: int) -> None:
        if self._rows is not None:
            self._rows += number

    def close(self) -> Any:
        self._tell()
        return self._cursor.close()

    def __del__(self) -> None:
        self._tell()

    def _tell(self) -> None:
        if self._told:
            return
        self._told = True
        told = Call(
            system=self._system, kind="sql", what=self._statement, began=self._at,
            seconds=time.perf_counter() - self._since, rows=self._rows,
        )  # fmt: skip
        self._heard(told)
