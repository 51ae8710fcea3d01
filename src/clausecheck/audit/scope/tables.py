"""The tables and views that a database lists: each is a dataset's, or one that the system's inventory declares."""

from clausecheck.audit.scope.stores import gone
from clausecheck.facts import Listed, Population
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System, Target

_UNTOLD = "no dataset maps it, and the inventory does not declare it"


def tables(system: System, audit: Audit) -> Population[Listed]:
    """Every table and view that the auditing role sees."""
    from clausecheck.connectors.sql import listing, reading, shown_table

    with reading(system) as connection:
        listed = listing(connection, system.name, audit.pseudonyms)
        default = connection.dialect.default_schema_name or "main"
    mapped = _mapped(system, audit.target)
    declared = {one.name for one in system.inventory}
    names = [_names(table.schema, table.name, default) for table in listed.tables]
    members = (
        Listed(
            label=shown_table(system.name, table.schema, table.name, audit.pseudonyms),
            kind="table",
            untold="" if mapped & {one.casefold() for one in own} or declared & set(own) else _UNTOLD,
        )
        for table, own in zip(listed.tables, names, strict=True)
    )
    present = {name for own in names for name in own}
    return Population(
        noun="tables and views",
        members=tuple(members),
        unreadable=listed.unreadable,
        warnings=tuple(gone(system, present)),
    )


def _mapped(system: System, target: Target) -> set[str]:
    """Case does not tell tables apart everywhere, and one of a name is as good as mapped."""
    places = (place for dataset in target.datasets for place in dataset.places)
    return {place.table.casefold() for place in places if place.system == system.name}


def _names(schema: str | None, table: str, default: str) -> list[str]:
    """How a target may call it: the shortest first."""
    return [f"{schema}.{table}"] if schema else [table, f"{default}.{table}"]
