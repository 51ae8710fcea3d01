"""The administrators of an Okta organisation, each with factors, the policies' demands and the last sign-in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, mapping, moment, part, text
from clausecheck.connectors.https.api import Api
from clausecheck.connectors.https.failures import UNKNOWN, Unanswered
from clausecheck.connectors.identity.members import Account, population
from clausecheck.connectors.identity.okta.organisation import (
    READ_APPS,
    READ_GROUPS,
    READ_POLICIES,
    READ_USERS,
    every,
    opened_organisation,
)  # fmt: skip
from clausecheck.connectors.identity.okta.policies import asks
from clausecheck.connectors.identity.okta.roles import Holders, holders
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Administrator, Population, Unreadable
from clausecheck.targets.model import System

_CLOSED = {"SUSPENDED", "DEPROVISIONED", "STAGED"}
_CONSOLE = "saasure"
"""The name of the application that Okta's own administrator console is."""
_KNOWLEDGE = "question"
"""A factor that is one more thing to know, as a password is."""


@dataclass(frozen=True, kw_only=True)
class Policies:
    """The rules of the console's own policy, and of each policy for sessions with the groups it is for, in order."""

    console: Sequence[Mapping[str, Any]] = ()
    sessions: Sequence[tuple[Collection[str], Sequence[Mapping[str, Any]]]] = ()
    why: str = ""

    def enforce(self, user: str, groups: Collection[str]) -> bool | None:
        """Whether the console or the session before it asks. `None` where neither does and one is not told."""
        told = [asks(self.console, user, groups) if self.console else None if self.why else False]
        mine = [rules for among, rules in self.sessions if not among or set(among) & set(groups)]
        told += [asks(rules, user, groups) for rules in mine[:1]]
        if True in told:
            return True
        return None if None in told or self.why else False


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every user with an administrator role. `CannotVerify` where roles cannot be listed."""
    with opened_organisation(system) as api:
        held = holders(api)
        policies = _policies(api)
        read = api.each(lambda key: _read(api, key, held, policies), list(held.roles))
    accounts = [account for account in read if isinstance(account, Account)]
    missing = [entry for entry in read if isinstance(entry, Unreadable)]
    return population(
        accounts, context, unreadable=[*held.unreadable, *missing],
        excluded=len(held.roles) - len(accounts) - len(missing),
        where="Security, Administrators in the Okta admin console",
    )  # fmt: skip


def _policies(api: Api) -> Policies:
    try:
        sessions = [
            (_groups_of(policy), every(api, f"/policies/{quote(identity(policy), safe='')}/rules", READ_POLICIES))
            for policy in sorted(every(api, "/policies", READ_POLICIES, type="OKTA_SIGN_ON"), key=_priority)
            if text(policy, "status") != "INACTIVE"
        ]
        return Policies(console=_of_console(api), sessions=sessions)
    except Unanswered as failure:
        return Policies(why=f"the policies that ask for a second factor could not be read: {failure.why}")


def _priority(policy: Mapping[str, Any]) -> int:
    written = part(policy, "priority")
    return written if isinstance(written, int) else 2**31


def _groups_of(policy: Mapping[str, Any]) -> list[str]:
    return list(part(policy, "conditions", "people", "groups", "include") or ())


def _of_console(api: Api) -> list[Mapping[str, Any]]:
    """The rules of the console's policy; none where the organisation has no policies of applications."""
    apps = [one for one in every(api, "/apps", READ_APPS, q="Okta Admin Console") if text(one, "name") == _CONSOLE]
    link = text(apps[0], "_links", "accessPolicy", "href") if apps else ""
    return every(api, f"/policies/{quote(link.rpartition('/')[2], safe='')}/rules", READ_POLICIES) if link else []


def _read(api: Api, key: str, held: Holders, policies: Policies) -> Account | Unreadable | None:
    """The account; `None` where nobody can sign in with it."""
    path = f"/users/{quote(key, safe='')}"
    try:
        user = mapping(api.get(f"/api/v1{path}", needs=f"a role with {READ_USERS}"))
        if text(user, "status") in _CLOSED:
            return None
        groups = [identity(one) for one in every(api, f"{path}/groups", READ_GROUPS)]
    except Unanswered as failure:
        return None if failure.status == UNKNOWN else failure.missing("an account with an administrator role")
    enrolled, no_factors = _enrolled(api, path)
    enforced = policies.enforce(key, groups)
    return Account(
        id=key,
        roles=held.roles[key],
        address=text(user, "profile", "email") or text(user, "profile", "login"),
        enrolled=enrolled,
        enforced=enforced,
        why=no_factors or policies.why,
        last_used=moment(part(user, "lastLogin")) or moment(part(user, "created")),
    )


def _enrolled(api: Api, path: str) -> tuple[bool | None, str]:
    try:
        factors = every(api, f"{path}/factors", READ_USERS)
    except Unanswered as failure:
        return None, f"factors could not be read: {failure.why}"
    active = [one for one in factors if text(one, "status") == "ACTIVE" and text(one, "factorType") != _KNOWLEDGE]
    return bool(active), ""
