"""Who holds a directory role of a tenant: assigned or eligible, directly or through a group and the groups in it.

Everybody with a directory role counts, also where it is narrowed to an administrative unit, and also where it has to
be activated first (Privileged Identity Management). Applications have no sign-in of a person and are left aside.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, part, text
from clausecheck.connectors.https.api import Api
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.identity.entra.tenant import every
from clausecheck.facts import Unreadable

PERMISSION, GROUPS = "RoleManagement.Read.Directory", "GroupMember.Read.All"
_NO_LICENCE = "AadPremiumLicenseRequired"
_USER, _GROUP = "#microsoft.graph.user", "#microsoft.graph.group"


@dataclass(kw_only=True)
class Holders:
    """By the id of a user, the ids of the roles held; the roles' names; the applications; what is missing."""

    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: Mapping[str, str] = field(default_factory=dict)
    applications: set[str] = field(default_factory=set)
    unreadable: list[Unreadable] = field(default_factory=list)


def holders(api: Api) -> Holders:
    """Everybody who holds a role. `Unanswered` where assignments cannot be listed."""
    held = Holders(names=_names(api))
    assigned = every(api, "/roleManagement/directory/roleAssignments", PERMISSION, **{"$expand": "principal"})
    for one in (*assigned, *_eligible(api, held)):
        _add(api, one, held)
    return held


def _names(api: Api) -> Mapping[str, str]:
    definitions = every(api, "/roleManagement/directory/roleDefinitions", PERMISSION)
    return {identity(one): text(one, "displayName") for one in definitions}


def _eligible(api: Api, held: Holders) -> list[Mapping[str, Any]]:
    """Who may activate a role. A tenant without the licence for that has nobody, and says so with a refusal."""
    path = "/roleManagement/directory/roleEligibilityScheduleInstances"
    try:
        return every(api, path, "RoleEligibilitySchedule.Read.Directory", **{"$expand": "principal"})
    except Unanswered as failure:
        if failure.code != _NO_LICENCE:
            held.unreadable.append(failure.missing("accounts that may activate a role"))
        return []


def _add(api: Api, one: Mapping[str, Any], held: Holders) -> None:
    principal, role = part(one, "principal"), text(one, "roleDefinitionId")
    kind = text(principal, "@odata.type")
    if kind == _USER:
        held.roles[identity(principal)].add(role)
    elif kind == _GROUP:
        _add_members(api, identity(principal), role, held)
    elif kind:
        held.applications.add(identity(principal))
    else:
        unseen = Unanswered("the provider does not show who it is", f"give the auditing client the permission {GROUPS}")
        held.unreadable.append(unseen.missing(f"a holder of role {held.names.get(role, role)}"))


def _add_members(api: Api, group: str, role: str, held: Holders) -> None:
    path = f"/groups/{quote(group, safe='')}/transitiveMembers"
    try:
        members = every(api, path, GROUPS, **{"$select": "id"})
    except Unanswered as failure:
        held.unreadable.append(failure.missing(f"members of a group with role {held.names.get(role, role)}"))
        return
    for one in members:
        if text(one, "@odata.type") in {_USER, ""}:
            held.roles[identity(one)].add(role)
