"""The administrators of a tenant, each with registered methods, the policies' demands and the last sign-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, moment, part, text, truth
from clausecheck.connectors.https.api import Api
from clausecheck.connectors.https.failures import UNKNOWN, Unanswered
from clausecheck.connectors.identity.entra.policies import Whose, by_default, demanded, names_groups
from clausecheck.connectors.identity.entra.roles import GROUPS, Holders, holders
from clausecheck.connectors.identity.entra.tenant import every, one, opened_tenant
from clausecheck.connectors.identity.members import Account, population
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Administrator, Population, Unreadable
from clausecheck.targets.model import System

_FIELDS = "id,accountEnabled,userPrincipalName,mail,userType,createdDateTime"
_USERS, _REPORTS, _POLICIES = "User.Read.All", "AuditLog.Read.All", "Policy.Read.All"


@dataclass(frozen=True, kw_only=True)
class Tenant:
    """What is asked once: registered factors by user, policies, security defaults, and why any is missing."""

    registered: Mapping[str, bool | None]
    policies: Sequence[Mapping[str, Any]]
    defaults: Mapping[str, Any]
    no_registrations: str = ""
    no_policies: str = ""


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every account that holds or may activate a directory role. `CannotVerify` where roles cannot be listed."""
    with opened_tenant(system) as api:
        held = holders(api)
        tenant = _tenant(api)
        read = api.each(lambda key: _read(api, key, held, tenant), list(held.roles))
    accounts = [account for account in read if isinstance(account, Account)]
    missing = [entry for entry in read if isinstance(entry, Unreadable)]
    robots = len(held.applications)
    return population(
        accounts, context, unreadable=[*held.unreadable, *missing],
        excluded=len(held.roles) - len(accounts) - len(missing),
        warnings=[f"{robots:,} applications hold directory roles; they have no sign-in of a person"] if robots else [],
        where="Roles and administrators in the Microsoft Entra admin center",
    )  # fmt: skip


def _tenant(api: Api) -> Tenant:
    registered, no_registrations = _registrations(api)
    try:
        policies = every(api, "/identity/conditionalAccess/policies", _POLICIES)
        defaults = one(api, "/policies/identitySecurityDefaultsEnforcementPolicy", _POLICIES)
        no_policies = ""
    except Unanswered as failure:
        policies, defaults = [], {}
        no_policies = f"the policies that ask for a second factor could not be read: {failure.why}"
    return Tenant(
        registered=registered, policies=policies, defaults=defaults, no_registrations=no_registrations,
        no_policies=no_policies,
    )  # fmt: skip


def _registrations(api: Api) -> tuple[Mapping[str, bool | None], str]:
    try:
        details = every(api, "/reports/authenticationMethods/userRegistrationDetails", _REPORTS)
    except Unanswered as failure:
        return {}, f"the report of registered methods could not be read: {failure.why}"
    return {identity(each): truth(each, "isMfaRegistered") for each in details}, ""


def _read(api: Api, key: str, held: Holders, tenant: Tenant) -> Account | Unreadable | None:
    """The account; `None` where it is disabled or deleted."""
    roles = held.roles[key]
    names = sorted(held.names.get(role, role) for role in roles)
    try:
        user = _user(api, key)
    except Unanswered as failure:
        return None if failure.status == UNKNOWN else failure.missing(f"an account with role {names[0]}")
    if truth(user, "accountEnabled") is False:
        return None
    enforced, why = _enforced(api, user, roles, tenant)
    enrolled = tenant.registered.get(key)
    if enrolled is None:
        why = tenant.no_registrations or "the report of registered methods does not have this account"
    return Account(
        id=key, roles=names, address=text(user, "mail") or text(user, "userPrincipalName"), enrolled=enrolled,
        enforced=enforced, why=why, last_used=_last_used(user),
    )  # fmt: skip


def _user(api: Api, key: str) -> Mapping[str, Any]:
    """A user with the last sign-in, or without where the tenant's licence or the permission does not tell it."""
    path = f"/users/{quote(key, safe='')}"
    try:
        return one(api, path, _USERS, **{"$select": f"{_FIELDS},signInActivity"})
    except Unanswered as failure:
        if failure.status in {0, UNKNOWN}:
            raise
        return one(api, path, _USERS, **{"$select": _FIELDS})


def _enforced(api: Api, user: Mapping[str, Any], roles: set[str], tenant: Tenant) -> tuple[bool | None, str]:
    if tenant.no_policies:
        return None, tenant.no_policies
    if by_default(tenant.defaults, roles):
        return True, ""
    if truth(tenant.defaults, "isEnabled") is True:
        return None, "security defaults are on, and do not name this role: when it is asked is not told"
    key = identity(user)
    groups = _groups(api, key) if names_groups(tenant.policies) else ()
    is_guest = text(user, "userType") == "Guest" or "#EXT#" in text(user, "userPrincipalName")
    told = demanded(tenant.policies, Whose(id=key, roles=roles, groups=groups, is_guest=is_guest))
    return (
        told,
        "whether a policy leaves out this account, or an application that administers, is not told"
        if told is None
        else "",
    )


def _groups(api: Api, key: str) -> list[str] | None:
    try:
        members = every(api, f"/users/{quote(key, safe='')}/transitiveMemberOf", GROUPS, **{"$select": "id"})
    except Unanswered:
        return None  # told as such: whoever needs the groups cannot tell then
    return [identity(each) for each in members]


def _last_used(user: Mapping[str, Any]) -> datetime | None:
    """The last sign-in, of a person or in the person's name; the making where the tenant tells that there was none."""
    activity = part(user, "signInActivity")
    names = ("lastSignInDateTime", "lastNonInteractiveSignInDateTime", "lastSuccessfulSignInDateTime")
    told = [at for name in names if (at := moment(part(activity, name)))]
    return max(told, default=moment(part(user, "createdDateTime")) if "signInActivity" in user else None)
