"""Every column of a system, how the target declares it, and what its content holds besides.

A column is read unless its type holds no text, its role makes it an identifier, or it is declared to hold credentials.
Numbers, dates, flags and binary data are judged by their declaration and, where no role names them, by what they are
called. What its declaration permits is in `permitted`; any other kind of data that is recognised in it is a stray.
"""

from collections.abc import Iterator, Mapping
from types import ModuleType

from sqlalchemy import Connection, Table, inspect, types

from clausecheck.connectors.sql import Listing, hides_rows, listing, reading, shown_table
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Unreadable
from clausecheck.facts.columns import Column
from clausecheck.facts.listing import AMONG, remarked
from clausecheck.records.asking import Audit
from clausecheck.records.collection.country import country_of
from clausecheck.records.collection.declared import Declarations, Declared
from clausecheck.records.collection.naming import kind_named
from clausecheck.redaction import shown_name
from clausecheck.targets.model import System

_INSTALL = "pip install 'clausecheck[pii]'"
NOUN = "columns"
NOT_RECOGNISED = (
    "text was searched for e-mail addresses, phone numbers, IP addresses, payment cards, bank accounts, national ids "
    "and credentials; not for names of people and postal addresses, as nothing tells them from other words"
)
_SQLITE = "SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c ORDER BY 1, c.cid"
_OTHERS = "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns ORDER BY 1, 2, 3"


def columns(system: System, audit: Audit) -> Population[Column]:
    """The columns of every table and view of this system, in the order of their names."""
    with reading(system) as connection:
        dialect, listed = connection.dialect.name, listing(connection, system.name, audit.pseudonyms)
        declarations = Declarations(audit.target, system.name, inspect(connection).default_schema_name)
    examiner = _Examiner(system, audit, declarations)
    members = tuple(column for table in listed.tables for column in examiner.columns_of(table))
    return Population(
        noun=NOUN,
        members=members,
        unreadable=(*listed.unreadable, *examiner.unreadable),
        warnings=(*_warnings(declarations, listed, system), *examiner.limits),
        where_to_look=remarked(AMONG, _SQLITE if dialect == "sqlite" else _OTHERS),
    )


def _names(table: Table) -> list[str]:
    return [column.name for column in table.c]


def _warnings(declarations: Declarations, listed: Listing, system: System) -> tuple[str, ...]:
    there = {(table.schema, table.name): frozenset(_names(table)) for table in listed.tables}
    gone = declarations.absent(there)
    if not gone:
        return ()
    return (f"declared and not there: {', '.join(f'{system.name}.{name}' for name in gone)}",)


class _Examiner:
    """Reads one table after the other; what could not be read gathers in `unreadable`."""

    def __init__(self, system: System, audit: Audit, declarations: Declarations) -> None:
        self._system, self._declarations, self._pseudonyms = system, declarations, audit.pseudonyms
        self._region = country_of(audit.time_zone)
        self.unreadable: list[Unreadable] = []
        self._content = self._library()

    def _library(self) -> ModuleType | None:
        try:
            from clausecheck.records.collection import content
        except ModuleNotFoundError as missing:
            why = f"the library {missing.name} that recognises personal data is not installed"
            self.unreadable.append(Unreadable(what=f"the text in {self._system.name}", why=why, remedy=_INSTALL))
            return None
        return content

    @property
    def limits(self) -> tuple[str, ...]:
        """What whoever reads the finding has to know of it."""
        return () if self._content is None else (NOT_RECOGNISED,)

    def columns_of(self, table: Table) -> Iterator[Column]:
        declared = {name: self._declarations.of(table, name) for name in _names(table)}
        held = self._held(table, [name for name, one in declared.items() if not one.is_closed])
        for name, one in declared.items():
            yield Column(
                label=f"{self._name(table)}.{name if one.told else shown_name(name, self._pseudonyms, 'column')}",
                declared=one.told,
                elements=tuple(dict.fromkeys(one.elements)),
                was_read=name in held,
                strays=_strays(one, held.get(name, {}), _called(table, name, one)),
            )

    def _name(self, table: Table) -> str:
        return shown_table(self._system.name, table.schema, table.name, self._pseudonyms)

    def _held(self, table: Table, names: list[str]) -> Mapping[str, Mapping[str, int]]:
        """Column to kind to number of values, of those that were read."""
        content = self._content
        if content is None:
            return {}
        try:
            with reading(self._system, stream=True) as connection:
                hidden = hides_rows(connection, table)
                held = _counted(content, connection, table, names, self._region)
        except CannotVerify as reason:
            self._unread(table, reason.reason, reason.remedy)
            return {}
        if hidden:
            self._unread(table, hidden, "grant the role BYPASSRLS")
        return held

    def _unread(self, table: Table, why: str, remedy: str) -> None:
        self.unreadable.append(Unreadable(what=f"the text in {self._name(table)}", why=why, remedy=remedy))


def _counted(
    content: ModuleType, connection: Connection, table: Table, names: list[str], region: str
) -> Mapping[str, Mapping[str, int]]:
    texts = [name for name in names if content.may_hold_text(table.c[name], connection.dialect.name)]
    found: Mapping[str, Mapping[str, int]] = content.counted(connection, table, texts, region) if texts else {}
    return found


def _called(table: Table, name: str, declared: Declared) -> dict[str, int]:
    """The kind that a column is called after. A role says better what a column is, and a flag holds no data."""
    kind = "" if declared.roles or isinstance(table.c[name].type, types.Boolean) else kind_named(name)
    return {kind: 1} if kind else {}


def _strays(declared: Declared, held: Mapping[str, int], called: Mapping[str, int]) -> dict[str, int]:
    return {kind: count for kind, count in {**called, **held}.items() if count and kind not in declared.permits}
