"""Domains of processors: whose contract is in force on the day of the audit."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, true

from clausecheck.errors import CannotVerify
from clausecheck.records.asking import Audit
from clausecheck.records.in_force import ROLES as DAYS
from clausecheck.records.in_force import Flag, day_at, in_force, said, within
from clausecheck.records.relation import as_text
from clausecheck.records.together import Needed, together

REGISTER, ROLE = "processors", "domains"


def domains(audit: Audit) -> tuple[frozenset[str], frozenset[str]]:
    """(those of processors whose contract stands, those of which nobody can tell), in lower case.

    A column may hold several, with spaces or commas between them. `CannotVerify` where no register tells domains.
    """
    dataset = audit.register(REGISTER)
    if dataset is None or ROLE not in dataset.original.roles:
        raise CannotVerify(
            f"the target maps no register of {REGISTER} with the role {ROLE}",
            remedy=f"map {ROLE} of {REGISTER}, or name the host and its ground under `recipients` of the website",
        )
    with together(audit, [Needed(dataset=dataset, place=dataset.original, roles=(ROLE, *DAYS))]) as (register,):
        written = as_text(register.column(ROLE), register.dialect)
        spans = in_force(register, {ROLE: written}, {"contract": Flag(certain=true(), maybe=true())}, REGISTER)
        today = day_at(register, _day(audit.as_of, audit.time_zone))
        columns = (spans.c[ROLE], said(spans, "contract"), said(spans, "maybe_contract"))
        found = register.connection.execute(select(*columns).where(within(spans, today))).all()
    certain = frozenset(one for text, stands, _ in found if stands for one in _each(text))
    return certain, frozenset(one for text, _, maybe in found if maybe for one in _each(text)) - certain


def _each(text: str) -> Iterator[str]:
    return (word.lower().strip(".") for word in re.split(r"[\s,;]+", text) if word)


def _day(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()
