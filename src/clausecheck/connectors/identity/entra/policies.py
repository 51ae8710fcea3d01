"""Whether the policies of a tenant demand a second factor of somebody at every sign-in to what is administered.

A conditional access policy counts where it is switched on, is about this account and leaves it out nowhere, covers
every application and every kind of client (Microsoft's portals alone are not all: its command lines are no portals),
has no condition under which it is not asked (places, platforms, devices, risks), and grants access with a second
factor alone. Of a policy that leaves applications out nobody can tell whether one of them administers. Who is
excluded, as an account to break glass often is, may skip it. Security defaults count for the roles that Microsoft
names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.https.answers import part, text, texts, truth

ALL = "All"
_CLIENTS = {"browser", "mobileAppsAndDesktopClients"}
_NARROWING = ("platforms", "devices", "clientApplications", "authenticationFlows", "insiderRiskLevels")
_RISKS = ("signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels")
BY_DEFAULT = frozenset({
    "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",  # Application Administrator
    "c4e39bd9-1100-46d3-8c65-fb160da0071f",  # Authentication Administrator
    "b0f54661-2d74-4c50-afa3-1ec803f12efe",  # Billing Administrator
    "158c047a-c907-4556-b7ef-446551a6b5f7",  # Cloud Application Administrator
    "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",  # Conditional Access Administrator
    "29232cdf-9323-42fd-ade2-1d097af3e4de",  # Exchange Administrator
    "729827e3-9c14-49f7-bb1b-9608f156bbb8",  # Helpdesk Administrator
    "966707d0-3269-4727-9be2-8c3a10f19b9d",  # Password Administrator
    "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",  # Privileged Authentication Administrator
    "e8611ab8-c189-46e8-94e1-60213ab1f814",  # Privileged Role Administrator
    "194ae4cb-b126-40b2-bd5b-6091b380977d",  # Security Administrator
    "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",  # SharePoint Administrator
    "fe930be7-5e62-47db-91af-98c3a49a38b1",  # User Administrator
})  # fmt: skip
"""Roles of which security defaults ask for a second factor at every sign-in ("Security defaults in Microsoft Entra ID",
"Require administrators to do multifactor authentication")."""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """An account as policies know it: its id, its groups at any depth, its roles; `groups` is `None` if not told."""

    id: str
    roles: Collection[str]
    groups: Collection[str] | None
    is_guest: bool = False


def demanded(policies: Sequence[Mapping[str, Any]], whose: Whose) -> bool | None:
    """Whether one of the policies always asks this account; `None` where groups or applications left out decide."""
    told = [_demands(one, whose) for one in policies]
    return True if True in told else None if None in told else False


def _demands(policy: Mapping[str, Any], whose: Whose) -> bool | None:
    if not _always_asks(policy):
        return False
    is_about = _is_about(policy, whose)
    return None if is_about and _leaves_applications_out(policy) else is_about


def _leaves_applications_out(policy: Mapping[str, Any]) -> bool:
    applications = part(policy, "conditions", "applications")
    return bool(texts(applications, "excludeApplications") or part(applications, "applicationFilter"))


def names_groups(policies: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the groups of an account matter to any policy that always asks."""
    return any(
        texts(one, "conditions", "users", key)
        for one in policies
        if _always_asks(one)
        for key in ("includeGroups", "excludeGroups")
    )


def _always_asks(policy: Mapping[str, Any]) -> bool:
    conditions = part(policy, "conditions")
    applications = texts(conditions, "applications", "includeApplications")
    clients = texts(conditions, "clientAppTypes")
    places = part(conditions, "locations")
    return (
        text(policy, "state") == "enabled"
        and ALL in applications
        and ("all" in clients or clients >= _CLIENTS)
        and not any(part(conditions, name) for name in (*_NARROWING, *_RISKS))
        and (not places or (texts(places, "includeLocations") == {ALL} and not texts(places, "excludeLocations")))
        and _grants_with_a_factor(part(policy, "grantControls"))
    )


def _grants_with_a_factor(controls: Any) -> bool:
    """Whether no way to a grant goes without: one of several suffices where they are joined by OR."""
    asked = [_is_a_factor(one) for one in texts(controls, "builtInControls")]
    asked += [False for _ in (*texts(controls, "customAuthenticationFactors"), *texts(controls, "termsOfUse"))]
    if strength := part(controls, "authenticationStrength"):
        asked.append(text(strength, "requirementsSatisfied") == "mfa")
    if not asked:
        return False
    return any(asked) if text(controls, "operator") == "AND" else all(asked)


def _is_a_factor(control: str) -> bool:
    return control in {"mfa", "block"}


def _is_about(policy: Mapping[str, Any], whose: Whose) -> bool | None:
    """Whether a policy is about an account; leaving out wins over taking in."""
    users = part(policy, "conditions", "users")
    left_out, taken_in = _is_left_out(users, whose), _is_taken_in(users, whose)
    if left_out or taken_in is False:
        return False
    return None if left_out is None else taken_in


def _is_left_out(users: Any, whose: Whose) -> bool | None:
    if whose.id in texts(users, "excludeUsers") or set(whose.roles) & texts(users, "excludeRoles"):
        return True
    if whose.is_guest and part(users, "excludeGuestsOrExternalUsers"):
        return None
    groups = texts(users, "excludeGroups")
    return _is_among(groups, whose)


def _is_taken_in(users: Any, whose: Whose) -> bool | None:
    if texts(users, "includeUsers") & {ALL, whose.id} or set(whose.roles) & texts(users, "includeRoles"):
        return True
    return _is_among(texts(users, "includeGroups"), whose)


def _is_among(groups: Collection[str], whose: Whose) -> bool | None:
    if not groups:
        return False
    return None if whose.groups is None else bool(set(groups) & set(whose.groups))


def by_default(defaults: Mapping[str, Any], roles: Collection[str]) -> bool:
    """Whether security defaults are on and name one of these roles."""
    return truth(defaults, "isEnabled") is True and bool(BY_DEFAULT & set(roles))
