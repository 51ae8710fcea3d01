"""Tables that a marketing provider's interface gave, in a DuckDB file of their own: mode 0600, in a folder of mode 0700
that goes with the connections. The provider is asked when the first connection is, and once: a failure is remembered.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import URL, Engine

from clausecheck.connectors.marketing.rows import EMAIL, Tables
from clausecheck.connectors.protocol import Missing
from clausecheck.connectors.sql.duckdb import ERRORS, Root, engine_of, trouble
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

__all__ = ["ERRORS", "made", "trouble"]

_PROVIDERS = "clausecheck.connectors.marketing."
_FILE = "provided.duckdb"
_SHAPES: dict[str, dict[str, str]] = {
    "suppressions": {"id": "key", "email": "email", "person": "person", "since": "since", "reason": "reason",
                     "source": "source"},
    "sends": {"id": "key", "email": "email", "person": "person", "sent_at": "sent_at", "campaign": "campaign"},
}  # fmt: skip
"""The columns of each table, and the field of a row that each holds."""
_MOMENTS = ("since", "sent_at")


def made(url: URL, system: System) -> Engine:  # noqa: ARG001 - the Protocol's
    """An engine over what the provider gives. Nothing is asked yet."""
    return engine_of(_Provided(system))


class _Provided(Root):
    """The instance over the file, which is written before it is opened read-only."""

    def __init__(self, system: System) -> None:
        super().__init__("", {}, system.time_limit)
        self._system = system
        self._folder = ""
        self._failure: CannotVerify | None = None

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._failure is not None:
            raise self._failure
        if not self._folder:
            self._provide()
        return super()._open()

    def _provide(self) -> None:
        try:
            tables = _read(self._system)
        except CannotVerify as failure:
            self._failure = failure
            raise
        self._folder = tempfile.mkdtemp(prefix="clausecheck-")
        self._database = str(Path(self._folder, _FILE))
        self.missing.update(_written(self._database, tables))

    def close(self) -> None:
        super().close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""


def _read(system: System) -> Tables:
    """What the provider gives. `CannotVerify` for everything that keeps it from doing so."""
    try:
        tables: Tables = import_module(_PROVIDERS + system.kind).read(system)
    except CannotVerify:
        raise
    except ModuleNotFoundError as missing:
        raise CannotVerify(
            f"the library {missing.name} that reads systems of kind {system.kind} is not installed",
            remedy=f"install clausecheck with the extra that brings {missing.name}",
        ) from None
    except Exception as error:
        raise CannotVerify(f"reading system {system.name} failed ({kind_of(error)})") from None
    return tables


def _written(file: str, tables: Tables) -> Mapping[str, Missing]:
    """Write the tables that were read, and return the others."""
    read = {"suppressions": tables.suppressions, "sends": tables.sends}
    named = {"suppressions": tables.suppressions_name, "sends": tables.sends_name}
    opened = duckdb.connect(file, config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        Path(file).chmod(0o600)
        for name, rows in read.items():
            if not isinstance(rows, Missing):
                _insert(opened, name, _columns(name, with_person=named[name]), rows)
    finally:
        opened.close()
    return {name: rows for name, rows in read.items() if isinstance(rows, Missing)}


def _columns(name: str, *, with_person: bool) -> Mapping[str, str]:
    return {column: field for column, field in _SHAPES[name].items() if column != "person" or with_person}


def _insert(opened: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Any]) -> None:
    import pyarrow as pa

    types = {column: pa.timestamp("us", "UTC") if column in _MOMENTS else pa.string() for column in columns}
    held = {column: [getattr(row, field) for row in rows] for column, field in columns.items()}
    held["channel"], types["channel"] = [EMAIL] * len(rows), pa.string()
    batch = pa.table(held, schema=pa.schema(list(types.items())))
    opened.register("batch", batch)
    opened.execute(f'CREATE TABLE "{name}" AS SELECT * FROM batch')  # noqa: S608  one of two names above
    opened.unregister("batch")
