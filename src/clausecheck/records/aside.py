"""Places in a file of the auditor's own where people are searched for by the digests of their identifiers.

Keys, people and identifiers become keyed hashes in this process, on their way into the file: the company's key of
digests never reaches a database, and nothing in the file says who anybody is. It is SQLite's, as DuckDB takes more
memory before it holds a row than a whole audit may. The file has mode 0600, in a folder of mode 0700 that is deleted
in every case.
"""

import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, MetaData, NullPool, String, Table, create_engine, insert, select

from clausecheck.connectors.sql import hides_rows, reading, reflected
from clausecheck.connectors.sql.compiling import quick
from clausecheck.connectors.sql.hearing import tell
from clausecheck.connectors.sql.limits import Watch
from clausecheck.connectors.sql.trouble import telling
from clausecheck.errors import CannotVerify
from clausecheck.records.asking import Audit
from clausecheck.records.carried import BATCH_ROWS, IDENTIFIERS, INSTANT, Carried, carried
from clausecheck.records.moments import Zones
from clausecheck.records.moments.text import teach_sqlite
from clausecheck.records.relation import Relation
from clausecheck.records.side_by_side import joined, named
from clausecheck.records.together import Needed
from clausecheck.redaction import Pseudonyms, identifier_digest
from clausecheck.targets.model import System

_FILE: Final = "aside.sqlite"
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b", re.ASCII)
_SAYS_MORE: Final = re.compile("[0-9a-z]")


@contextmanager
def aside(audit: Audit, needed: Sequence[Needed]) -> Iterator[list[Relation]]:
    """Relations over one SQLite connection, in the order of `needed`.

    `CannotVerify` where a system cannot be read in full, or a statement takes longer than all their time limits
    together.
    """
    with ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clausecheck-")), _FILE)
        system = joined(f"sqlite:///{file}", audit, needed)
        stack.enter_context(telling(system))
        opened = stack.enter_context(closing(_opened(file)))
        connection = stack.enter_context(_connected(opened, system))
        relations = [_brought(connection, opened, audit, one, name) for name, one in named(needed).items()]
        stack.enter_context(Watch(system.time_limit, opened.interrupt))
        yield relations


def _opened(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    opened = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    # What is in the file was copied, and is gone with it: nothing has to be kept from being lost.
    opened.execute("PRAGMA journal_mode = OFF")
    opened.execute("PRAGMA synchronous = OFF")
    opened.create_function("clausecheck_digests", 1, _digests, deterministic=True)
    opened.create_function("clausecheck_beside_digests", 1, _beside_digests, deterministic=True)
    return opened


@contextmanager
def _connected(opened: sqlite3.Connection, system: System) -> Iterator[Connection]:
    engine = create_engine("sqlite://", creator=lambda: opened, poolclass=NullPool, query_cache_size=0)
    tell(quick(engine), system.name, system.heard)
    with engine.connect() as connection:
        teach_sqlite(connection)
        yield connection


def _digests(written: object) -> str:
    """The digests that a register's value holds, whatever stands between them, as a list in JSON."""
    return json.dumps(_DIGEST.findall(str(written or "").lower()))


def _beside_digests(written: object) -> int:
    """Whether a register's value holds anything that is no digest."""
    return int(bool(_SAYS_MORE.search(_DIGEST.sub("", str(written or "").lower()))))


def _brought(connection: Connection, opened: sqlite3.Connection, audit: Audit, needed: Needed, name: str) -> Relation:
    """Copy one place, and describe the copy as a relation whose roles are its columns."""
    system = audit.system(needed.place)
    with reading(system, stream=True) as source:
        table = reflected(source, needed.place.table)
        hidden = hides_rows(source, table)
        if hidden:
            raise CannotVerify(hidden, tried=f"reading {needed.place.name}", remedy="grant the role BYPASSRLS")
        zones = Zones(audit.time_zone, system.timezone)
        origin = Relation(source, table, needed.dataset, needed.place, zones, audit.pseudonyms)
        columns = carried(origin, needed.roles, audit)
        copy = _copied(connection, opened, origin, columns, name)
    roles = {column.role: column.name for column in columns if column.role}
    return replace(origin, connection=connection, table=copy, place=replace(needed.place, roles=roles), hashed=True)


def _copied(
    connection: Connection, opened: sqlite3.Connection, origin: Relation, columns: Sequence[Carried], name: str
) -> Table:
    copy = Table(name, MetaData(), *(Column(one.name, _kept(one)) for one in columns))
    copy.create(connection)
    into = str(insert(copy).compile(dialect=connection.dialect))
    writes = [_writes(one, origin.pseudonyms) for one in columns]
    chosen = select(*(one.selected.label(one.name) for one in columns)).select_from(origin.table)
    for rows in origin.connection.execute(chosen).partitions(BATCH_ROWS):
        opened.execute("BEGIN")
        opened.executemany(into, ([write(value) for write, value in zip(writes, row, strict=True)] for row in rows))
        opened.execute("COMMIT")
    return copy


def _kept(column: Carried) -> BigInteger | String:
    return BigInteger() if isinstance(column.kept, BigInteger) else String()


def _writes(column: Carried, pseudonyms: Pseudonyms) -> Callable[[Any], Any]:
    """How a value of this column stands in the file; NULL stays NULL."""
    if column.noun in IDENTIFIERS.values():
        return _unless_null(partial(identifier_digest, pseudonyms.identifier_key, column.noun))
    if column.noun:
        return _unless_null(partial(pseudonyms.digest, column.noun))
    return _in_utc if column.travels == INSTANT else _plain


def _unless_null(write: Callable[[Any], str]) -> Callable[[Any], str | None]:
    return lambda value: None if value is None else write(value)


def _in_utc(value: Any) -> Any:
    """An instant with its offset, however the driver gives it: one without a zone is UTC's."""
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
