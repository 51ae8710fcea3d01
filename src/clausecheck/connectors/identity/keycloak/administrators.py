"""The administrators of a realm, each with enrolled credentials, the flows' demands and the last sign-in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import mapping, mappings, moment, part, text, truth
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.identity.keycloak.enforcement import Enforcement, enforcement
from clausecheck.connectors.identity.keycloak.flows import FACTORS
from clausecheck.connectors.identity.keycloak.realm import Realm, opened_realm
from clausecheck.connectors.identity.keycloak.roles import CLIENTS, holders
from clausecheck.connectors.identity.members import Account, population
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Administrator, Population
from clausecheck.targets.model import System

_TYPES = frozenset(FACTORS.values())
_USERS, _EVENTS = "the role view-users of realm-management", "the role view-events of realm-management"
_BROKERED = "signs in at another identity provider too, whose second factor is not told here"
_MASTER = "administrators of the realm master administer this realm too: map it as a system of its own"


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every user who effectively administers the realm. `CannotVerify` where its roles cannot be listed."""
    named = system.settings.get("administrators")
    named = named if isinstance(named, Mapping) else {}
    with opened_realm(system) as realm:
        settings = mapping(realm.get("", "the role view-realm of realm-management"))
        clients = list(realm.each("/clients", CLIENTS))
        held = holders(realm, clients, tuple(named.get("roles") or ()), tuple(named.get("groups") or ()))
        flows = enforcement(realm, settings, clients)
        people = {key: user for key, user in held.users.items() if not text(user, "serviceAccountClientId")}
        able = {key: user for key, user in people.items() if truth(user, "enabled") is not False}
        accounts = realm.api.each(
            lambda key: _account(realm, key, able[key], held.roles[key], flows, settings), list(able)
        )
    robots = len(held.users) - len(people)
    warnings = [_MASTER] if realm.name != "master" else []
    warnings += [f"{robots:,} service accounts administer; they have no sign-in of a person"] if robots else []
    return population(
        accounts, context, unreadable=held.unreadable, excluded=len(held.users) - len(able), warnings=warnings,
        where=f"Users and Role mappings of realm {realm.name} in the admin console",
    )  # fmt: skip


def _account(
    realm: Realm, key: str, user: Mapping[str, Any], roles: list[str], flows: Enforcement, settings: Mapping[str, Any]
) -> Account:
    path = f"/users/{quote(key, safe='')}"
    try:
        types = {text(one, "type") for one in mappings(realm.get(f"{path}/credentials", _USERS))}
        is_brokered = bool(mappings(realm.get(f"{path}/federated-identity", _USERS)))
    except Unanswered as failure:
        why = f"credentials could not be read: {failure.why}"
        return Account(id=key, roles=roles, address=text(user, "email"), enrolled=None, enforced=None, why=why)
    enrolled = types & _TYPES
    enforced = flows.of(enrolled)
    hidden = is_brokered and enforced is True
    return Account(
        id=key,
        roles=roles,
        address=text(user, "email"),
        enrolled=bool(enrolled),
        enforced=None if hidden else enforced,
        why=_BROKERED if hidden else flows.reason(enrolled) if enforced is None else "",
        last_used=_last_used(realm, key, user, settings),
    )


def _last_used(realm: Realm, key: str, user: Mapping[str, Any], settings: Mapping[str, Any]) -> datetime | None:
    """The last sign-in among the events that the realm keeps; the account's making where it keeps all and has none."""
    if truth(settings, "eventsEnabled") is not True:
        return None
    try:
        events = mappings(realm.get("/events", _EVENTS, type="LOGIN", user=key, max=1))
    except Unanswered:
        return None  # told as such: an account whose use is not known
    if events:
        return moment(part(events[0], "time"))
    return None if part(settings, "eventsExpiration") else moment(part(user, "createdTimestamp"))
