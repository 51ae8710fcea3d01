"""The register of restrictions: when each person's data may only be stored (rigour 29)."""

from typing import Any

from sqlalchemy import ColumnElement, false, true

from clausecheck.records.relation import Relation
from clausecheck.records.spans import Entries, beginning

ROLES = ("subject", "starts_at", "ends_at")


def running(restrictions: Relation, whose: ColumnElement[Any]) -> Entries:
    """When each person's data are under restriction; `whose` is the register's subject."""
    return Entries(
        register=restrictions,
        by={"subject": whose},
        since=beginning(restrictions.moment("starts_at")),
        until=restrictions.moment("ends_at") if restrictions.has("ends_at") else None,
        where=true(),
        untold=false(),
    )
