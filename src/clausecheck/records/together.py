"""The places that one question needs, within reach of one statement: in their own database, or side by side."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from clausecheck.connectors.sql import reading, reflected
from clausecheck.records.asking import Audit
from clausecheck.records.consulted import note
from clausecheck.records.moments import Zones
from clausecheck.records.moments.text import teach_sqlite
from clausecheck.records.relation import Relation
from clausecheck.targets.model import Dataset, Place


@dataclass(frozen=True, kw_only=True)
class Needed:
    """A place of a dataset, and the roles that the question reads where they are mapped.

    `among` says which of its rows are enough; a question that sees more of them answers the same.
    """

    dataset: Dataset
    place: Place
    roles: tuple[str, ...]
    among: "Among | None" = None


@dataclass(frozen=True, kw_only=True)
class Among:
    """The rows whose `role` is the `other_role` of some row of another place."""

    role: str
    others: Needed
    other_role: str


def registers(audit: Audit, roles: Mapping[str, tuple[str, ...]]) -> tuple[list[Needed], list[str]]:
    """The registers of these names, each with its roles, and the names of those that the target does not map."""
    found = {name: audit.register(name) for name in roles}
    needed = [Needed(dataset=one, place=one.original, roles=roles[name]) for name, one in found.items() if one]
    return needed, [name for name, one in found.items() if one is None]


@contextmanager
def together(audit: Audit, needed: Sequence[Needed]) -> Iterator[list[Relation]]:
    """Relations over one connection, in the order of `needed`.

    Where all lie in one system, statements run there. Else the roles that are needed stream into a DuckDB file,
    keys and subjects as keyed hashes, and statements run on that. Raises `CannotVerify` where a system cannot be
    reached or a table is missing.
    """
    note((one.dataset.name, one.place.name) for one in needed)
    systems = {one.place.system for one in needed}
    if len(systems) > 1:
        from clausecheck.records.federation import federated

        with federated(audit, needed) as relations:
            yield relations
        return
    system = audit.target.systems[systems.pop()]
    with reading(system) as connection:
        teach_sqlite(connection)
        zones = Zones(audit.time_zone, system.timezone)
        yield [
            Relation(
                connection=connection,
                table=reflected(connection, one.place.table),
                dataset=one.dataset,
                place=one.place,
                zones=zones,
                pseudonyms=audit.pseudonyms,
            )
            for one in needed
        ]
