"""Writing a statement takes longer than running it where one expression stands in it a hundred times.

A moment of a text column, or a condition that wins over ten others, is one object that many counts refer to, and
SQLAlchemy writes it out anew for each. An engine made quick keeps what it wrote of an object for the rest of that
statement. The text is the same.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from sqlalchemy import Engine

_VISITS: Final = (
    "visit_binary", "visit_case", "visit_cast", "visit_expression_clauselist", "visit_funcfilter", "visit_function",
    "visit_grouping", "visit_unary",
)  # fmt: skip
_RESULTS: Final = "add_to_result_map"
"""Told to whatever is a column of the result: it is written once, and has to be noted as one."""


def quick(engine: Engine) -> Engine:
    """The engine, writing each expression of a statement once."""
    dialect: Any = engine.dialect
    dialect.statement_compiler = _remembering(dialect.statement_compiler)
    return engine


@cache
def _remembering(compiler: type[Any]) -> type[Any]:
    visits = {name: _once(getattr(compiler, name)) for name in _VISITS}
    return type(
        f"Quick{compiler.__name__}", (compiler,), {**visits, "__init__": _started, "_written": None, "_of": compiler}
    )


def _started(self: Any, *given: Any, **named: Any) -> None:
    # SQLAlchemy writes the statement in here. What was kept goes with it: a compiled statement may live for long.
    self._written = {}
    self._of.__init__(self, *given, **named)
    self._written = None


def _once(visit: Callable[..., str]) -> Callable[..., str]:
    def visited(self: Any, element: Any, *given: Any, **named: Any) -> str:
        if self._written is None or given or named.get(_RESULTS) is not None:
            return visit(self, element, *given, **named)
        key = (id(element), visit, *((name, _told(value)) for name, value in sorted(named.items())))
        if key not in self._written:
            # The element is kept too, so that no other gets its identity meanwhile: some are made while writing.
            self._written[key] = element, visit(self, element, **named)
        return str(self._written[key][1])

    return visited


def _told(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str)) else id(value)
