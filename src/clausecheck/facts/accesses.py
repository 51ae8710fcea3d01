"""Who may reach personal data, and through what: grants, credentials, open doors."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """One way in which somebody may reach what a system holds, as the system itself lists it.

    `label` says it in words and is unique within its system: "grant SELECT on public.people to role-5f0c…". `kind` is
    a word such as "grant", "default privilege", "membership", "administrator", "credential", "port", "file"; `to` is
    whom it lets in: a role, an account or a service by its name where the target or the provider names it, a pseudonym
    for anybody else, "everybody"; `reaches` is what.

    `declared`: the target names `to` among those who may; true also for what is judged by the other fields alone, such
    as a credential of somebody whose rights are accesses of their own. `open_to_everybody`: nobody in particular is let
    in (PUBLIC, an anonymous account, a port open to the world, a file that every user of the machine may read). `None`
    in either means that it could not be told, with the reason in `untold`. `unlimited`: everything may be done there
    (a superuser, a wildcard in action and resource). `weak_secret` says what is wrong with how it is proved that
    somebody is who they say: "no password", "hashed by MD5"; "" where that is sound or no part of this access.

    `idle_since` is the moment of the last use, or of the making where it was never used, aware; `None` where this kind
    of access does not tell its use (what could be told and was not stands in `untold`).
    """

    label: str
    kind: str
    to: str
    reaches: str
    declared: bool | None
    open_to_everybody: bool | None = False
    unlimited: bool = False
    weak_secret: str = ""
    idle_since: datetime | None = None
    untold: str = ""
