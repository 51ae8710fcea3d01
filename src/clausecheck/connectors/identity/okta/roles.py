"""Who holds an administrator role of an Okta organisation, directly or through a group."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, text
from clausecheck.connectors.https.api import Api
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.identity.okta.organisation import READ_GROUPS, READ_ROLES, every
from clausecheck.facts import Unreadable

_INACTIVE = "INACTIVE"


@dataclass(kw_only=True)
class Holders:
    """By the id of a user, the names of the roles held; what is missing."""

    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[Unreadable] = field(default_factory=list)


def holders(api: Api) -> Holders:
    """Everybody who holds a role. `Unanswered` where neither users nor groups with roles can be listed."""
    held = Holders()
    users = [identity(one) for one in every(api, "/iam/assignees/users", READ_ROLES, below="value", limit=100)]
    groups = [identity(one) for one in every(api, "/groups", READ_GROUPS, limit=200)]
    for user, names in zip(users, api.each(lambda key: _roles(api, "users", key), users), strict=True):
        if isinstance(names, Unreadable):
            held.roles[user].append("not told")  # who is listed administers, whatever the roles are called
        else:
            held.roles[user] += names
    for group, names in zip(groups, api.each(lambda key: _roles(api, "groups", key), groups), strict=True):
        if isinstance(names, Unreadable):
            held.unreadable.append(names)
        elif names:
            _add_members(api, group, names, held)
    return held


def _roles(api: Api, kind: str, key: str) -> list[str] | Unreadable:
    try:
        roles = every(api, f"/{kind}/{quote(key, safe='')}/roles", READ_ROLES)
    except Unanswered as failure:
        return failure.missing(f"the administrator roles of {kind}")
    return [text(one, "label") or text(one, "type") for one in roles if text(one, "status") != _INACTIVE]


def _add_members(api: Api, group: str, names: list[str], held: Holders) -> None:
    try:
        members = every(api, f"/groups/{quote(group, safe='')}/users", READ_GROUPS, limit=200)
    except Unanswered as failure:
        held.unreadable.append(failure.missing(f"members of a group with role {names[0]}"))
        return
    for one in members:
        held.roles[identity(one)] += names
