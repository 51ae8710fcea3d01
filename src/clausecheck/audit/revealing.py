"""The real keys behind a finding, for the owner of the system: its own statement, run read-only and with a limit.

What it reads goes to whoever asked and nowhere else; no part of it is ever kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clausecheck.connectors.sql.reading import reading
from clausecheck.errors import CommandError
from clausecheck.facts.listing import hides_keys, is_of_copies, is_query, lists_keys, system_of
from clausecheck.model import Finding, Outcome
from clausecheck.records.moments.text import teach_sqlite
from clausecheck.targets.model import Target

_ASIDE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*")
"""Strings, names in quotes and comments: a semicolon there ends nothing."""


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """The columns and rows that the statement lists, at most as many as asked for; `more` tells that there are more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = field(repr=False)
    more: bool


def expect_keys(finding: Finding) -> None:
    """`CommandError` where the finding hides no key at all, whatever the target is."""
    if finding.outcome not in {Outcome.VIOLATED, Outcome.WAIVED}:
        raise CommandError(f"{finding.id} is {finding.outcome.value}: there is nobody to list")
    if not hides_keys(finding):
        named = f": {', '.join(finding.examples)}" if finding.examples else ""
        raise CommandError(f"{finding.id}: no key of a record is hidden in it, the report names what it found{named}")


def statement_of(finding: Finding, target: Target) -> str:
    """The statement that lists a finding's offenders; `CommandError` where none can be run here, with what to do."""
    expect_keys(finding)
    text = finding.where_to_look.strip()
    system = target.systems.get(system_of(finding))
    if system is None or system.kind != "sql" or not is_query(text):
        where = f"look there yourself: {text}" if text else "ask its owner"
        raise CommandError(f"{finding.id}: what it found is not in one database of the target; {where}")
    if ";" in _ASIDE.sub("", text):
        raise CommandError(f"{finding.id}: the history holds more than one statement for it, which no audit writes")
    if is_of_copies(text):
        raise CommandError(
            f"{finding.id}: it was found by joining hashed copies of several systems, so no one database can list it; "
            "join the tables that the statement names, with rights of your own"
        )
    if not lists_keys(finding):
        raise CommandError(f"{finding.id}: its statement has open values and cannot be run as it stands: {text}")
    return text


def revealed(finding: Finding, target: Target, limit: int) -> Revealed:
    """List a finding's offenders. `CommandError` where it has no statement, `CannotVerify` where the system fails."""
    statement = statement_of(finding, target)
    # Streamed, PostgreSQL takes one statement at a time: what somebody added to a history is refused by the server too.
    with reading(target.systems[system_of(finding)], stream=True) as connection:
        teach_sqlite(connection)
        # The text is complete as it is: a percent sign or a colon in it stands for itself.
        with connection.execution_options(no_parameters=True).exec_driver_sql(statement) as told:
            rows: Sequence[Sequence[object]] = told.fetchmany(limit + 1)
            columns = tuple(told.keys())
    return Revealed(columns=columns, rows=tuple(tuple(row) for row in rows[:limit]), more=len(rows) > limit)
