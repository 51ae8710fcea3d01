"""By which roles and words a target declares each column of a system."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table

from clausecheck.connectors.sql.reflecting import split
from clausecheck.records.carried import HASHED
from clausecheck.records.collection.permitted import BY_ROLE, is_secret, permitted
from clausecheck.records.relation import PERSON, RECORD
from clausecheck.targets.model import Target

TableName = tuple[str | None, str]
_IDENTIFYING = (PERSON, RECORD)


@dataclass
class Declared:
    """What is said of one column by all datasets of its table together."""

    roles: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(f"role {role}" for role in self.roles), *self.words)))

    @property
    def permits(self) -> frozenset[str]:
        return permitted(self.elements, by_role=bool(self.roles))

    @property
    def is_closed(self) -> bool:
        """Whether its content is left alone: credentials are never read out, and an identifier only says which."""
        return is_secret(self.elements) or any(HASHED.get(role) in _IDENTIFYING for role in self.roles)


class Declarations:
    """The declarations of one system. `default` is the schema that a table without one lies in, or None."""

    def __init__(self, target: Target, system: str, default: str | None) -> None:
        self._default = default
        self._columns: dict[tuple[TableName, str], Declared] = {}
        for dataset in target.datasets:
            for place in dataset.places:
                if place.system == system:
                    table = self._name(*split(place.table))
                    self._roles(table, place.roles)
                    self._words(table, dataset.columns, target.declares)

    def of(self, table: Table, column: str) -> Declared:
        return self._columns.get((self._name(table.schema, table.name), column), Declared())

    def absent(self, tables: Mapping[TableName, frozenset[str]]) -> list[str]:
        """`table.column` of what is declared and is not there; `tables` are those that are."""
        gone = [(table, column) for table, column in self._columns if column not in tables.get(table, ())]
        return sorted(".".join(filter(None, (schema, name, column))) for (schema, name), column in gone)

    def _name(self, schema: str | None, name: str) -> TableName:
        return (None if schema == self._default else schema, name)

    def _roles(self, table: TableName, roles: Mapping[str, str]) -> None:
        for role, column in roles.items():
            declared = self._columns.setdefault((table, column), Declared())
            declared.roles.append(role)
            declared.elements += [BY_ROLE[role]] if role in BY_ROLE else []

    def _words(self, table: TableName, columns: Mapping[str, str], declares: Mapping[str, tuple[str, ...]]) -> None:
        for column, word in columns.items():
            declared = self._columns.setdefault((table, column), Declared())
            declared.words.append(word)
            declared.elements += declares.get(word, ())
