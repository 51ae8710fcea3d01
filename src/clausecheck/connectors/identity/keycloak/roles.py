"""Who holds an administering role of a realm: directly, through composite roles, and through groups and sub-groups.

Administering are the roles that may change the realm (of its client `realm-management`; in the realm `master` also
`admin`, `create-realm` and the roles of every `…-realm` client), the roles that the target names, and every role that
is composed of one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, mapping, mappings, text
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.identity.keycloak.realm import Realm
from clausecheck.facts import Unreadable

ADMINISTERING = (
    "realm-admin", "manage-realm", "manage-users", "manage-clients", "manage-identity-providers",
    "manage-authorization", "manage-events", "create-client", "impersonation",
)  # fmt: skip
"""Roles of realm-management that change something: Server Administration Guide, "Realm-specific roles"."""
_OF_MASTER = ("admin", "create-realm")
_ROLES, _USERS = "the role view-realm of realm-management", "the role view-users of realm-management"
CLIENTS = "the role view-clients of realm-management"


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role, and the path of its listings."""

    id: str
    name: str
    path: str


@dataclass(kw_only=True)
class Holders:
    """Users as the realm lists them, by id, the roles through which each administers, and what is missing."""

    users: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[Unreadable] = field(default_factory=list)

    def add(self, user: Mapping[str, Any], role: str) -> None:
        key = identity(user)
        self.users[key] = user
        if role not in self.roles[key]:
            self.roles[key].append(role)


def holders(realm: Realm, clients: Sequence[Mapping[str, Any]], roles: Sequence[str], groups: Sequence[str]) -> Holders:
    """Everybody who administers; `roles` and `groups` (paths) are those that the target names besides.

    `Unanswered` where the realm does not list its roles.
    """
    held = Holders()
    inside: dict[str, list[Mapping[str, Any]]] = {}
    for role in _administering(realm, clients, roles, held):
        try:
            for user in list(realm.each(f"{role.path}/users", _USERS)):
                held.add(user, role.name)
            for group in list(realm.each(f"{role.path}/groups", _USERS)):
                _add_members(realm, group, role.name, inside, held)
        except Unanswered as failure:
            held.unreadable.append(failure.missing(f"the holders of role {role.name}"))
    for path in groups:
        _add_named(realm, path, inside, held)
    return held


def _administering(
    realm: Realm, clients: Sequence[Mapping[str, Any]], named: Sequence[str], held: Holders
) -> list[Role]:
    listed = list(_all_roles(realm, clients))
    wanted = {*named, *(_OF_MASTER if realm.name == "master" else ())}
    found = {role["id"]: role for role, of_management in listed if of_management or text(role, "name") in wanted}
    known = {text(role, "name") for role in found.values()}
    held.unreadable += [
        Unreadable(what=f"role {name}", why="the realm has no such role", remedy="correct administrators in the target")
        for name in named
        if name not in known
    ]
    _add_composites(realm, [role for role, _ in listed], found)
    return [Role(id=key, name=text(role, "name"), path=role["path"]) for key, role in found.items()]


def _all_roles(realm: Realm, clients: Sequence[Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every role of the realm, and those of its managing clients with whether they administer."""
    for role in realm.each("/roles", _ROLES):
        yield {**role, "id": identity(role), "path": f"/roles/{quote(text(role, 'name'), safe='')}"}, False
    for client in _managing(realm, clients):
        path = f"/clients/{quote(identity(client), safe='')}/roles"
        for role in realm.each(path, CLIENTS):
            name = text(role, "name")
            yield {**role, "id": identity(role), "path": f"{path}/{quote(name, safe='')}"}, name in ADMINISTERING


def _managing(realm: Realm, clients: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The client whose roles manage the realm; in master, one for each realm. `Unanswered` where it is not shown."""
    names = {text(one, "clientId"): one for one in clients}
    found = [
        one
        for name, one in names.items()
        if name == "realm-management" or (realm.name == "master" and name.endswith("-realm"))
    ]
    if not found:
        raise Unanswered("it does not show the client that manages the realm", f"give the auditing client {CLIENTS}")
    return found


def _add_composites(realm: Realm, roles: Iterable[Mapping[str, Any]], found: dict[str, Any]) -> None:
    """Add every role that is composed of one that administers, at any depth; circles end as nothing is added twice."""
    composites = {
        role["id"]: (role, [identity(one) for one in mappings(realm.get(_parts_of(role), _ROLES))])
        for role in roles
        if role.get("composite") is not False
    }
    grown = True
    while grown:
        new = {key: role for key, (role, parts) in composites.items() if key not in found and found.keys() & set(parts)}
        found |= new
        grown = bool(new)


def _parts_of(role: Mapping[str, Any]) -> str:
    return f"/roles-by-id/{quote(role['id'], safe='')}/composites"


def _add_members(
    realm: Realm, group: Mapping[str, Any], role: str, inside: dict[str, list[Mapping[str, Any]]], held: Holders
) -> None:
    for user in _members_of(realm, group, inside):
        held.add(user, role)


def _members_of(
    realm: Realm, group: Mapping[str, Any], inside: dict[str, list[Mapping[str, Any]]]
) -> list[Mapping[str, Any]]:
    """The members of a group and of the groups below it, which inherit its roles; each group is asked once."""
    waiting, users, seen = [identity(group)], [], set()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        path = f"/groups/{quote(key, safe='')}"
        if key not in inside:
            inside[key] = list(realm.each(f"{path}/members", _USERS))
        users += inside[key]
        waiting += [identity(one) for one in realm.each(f"{path}/children", _USERS)]
    return users


def _add_named(realm: Realm, path: str, inside: dict[str, list[Mapping[str, Any]]], held: Holders) -> None:
    """The members of a group that the target names by its path, such as /staff/administrators."""
    try:
        group = mapping(realm.get(f"/group-by-path/{quote(path.strip('/'))}", _USERS))
        _add_members(realm, group, f"of group {path}", inside, held)
    except Unanswered as failure:
        held.unreadable.append(failure.missing(f"group {path}"))
