"""A GitHub organisation, read through the REST API: its owners, and whether two-factor authentication is required.

Settings of a system of kind `github`: `organisation`, `token` (of an owner: GitHub tells nobody else), and `url` for
GitHub Enterprise Server. Owners sign in with accounts of their own, whose addresses and last use GitHub does not
tell, so that no accesses are told; where the organisation has SAML, the provider's name for an owner is asked for,
which often is an address.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, mapping, mappings, part, text, truth
from clausecheck.connectors.https.api import Api, Page, listed, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.connectors.identity.members import Account, population
from clausecheck.connectors.identity.offered import offered
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Administrator, Population
from clausecheck.targets.model import System

_API = "https://api.github.com"
_NEEDS = "a token of an owner, with read:org and admin:org read access"
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*rel="next"')
_PAGE = 100
_SAML = "signs in at the organisation's SAML provider, whose second factor is not told here"
_SAML_UNREAD = "the organisation has a SAML provider could not be read"
_QUERY = """query($organisation: String!, $after: String) { organization(login: $organisation) { samlIdentityProvider {
 externalIdentities(first: 100, after: $after, membersOnly: true) { pageInfo { hasNextPage endCursor }
 nodes { user { login } samlIdentity { nameId } } } } } }"""


def administrators(system: System, context: Context) -> Population[Administrator]:
    """The owners. `CannotVerify` where the token is not an owner's, for then members may be left out unseen."""
    name, root = str(system.settings["organisation"]), root_of(system, _API)
    headers = {
        "Authorization": f"Bearer {system.settings['token']}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    with opened(system, root, lambda _api, *, again: headers) as api:
        path = f"/orgs/{quote(name, safe='')}"
        required = truth(mapping(api.get(path, needs=_NEEDS)), "two_factor_requirement_enabled")
        if required is None:
            raise _no_owner(system)
        owners = _members(api, path, role="admin")
        without = {identity(one) for one in _members(api, path, role="admin", filter="2fa_disabled")}
        names, why = _saml(api, root, name, headers)
    warnings = [f"whether {_SAML_UNREAD}: {why}"] if why else []
    return population(
        [_owner(one, required, without, names, why) for one in owners],
        context, warnings=warnings, where=f"People of organisation {name}, filtered by role Owner",
    )  # fmt: skip


def _owner(one: Mapping[str, Any], required: bool, without: set[str], names: Mapping[str, str], why: str) -> Account:
    """An owner. GitHub removes nobody for lacking a factor later than it was required: both are told apart."""
    key, login = identity(one), text(one, "login")
    through_saml = not required and (login in names or bool(why))
    return Account(
        id=key,
        roles=["owner"],
        address=names.get(login, ""),
        enrolled=key not in without,
        enforced=None if through_saml else required,
        why=(f"whether {_SAML_UNREAD}" if why else _SAML) if through_saml else "",
    )


def _members(api: Api, path: str, **terms: str) -> list[Mapping[str, Any]]:
    """Every member, by the links that each page gives (RFC 8288)."""

    def page(link: Any) -> Page:
        if link is None:
            answer = api.answer(f"{path}/members", needs=_NEEDS, per_page=_PAGE, **terms)
        else:
            answer = api.answer(link, needs=_NEEDS)
        found = _NEXT.search(answer.headers.get("link", ""))
        return list(mappings(answer.data)), found[1] if found else None

    return list(listed(page))


def _saml(api: Api, root: str, name: str, headers: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """What the SAML provider calls each member, by login, and why that could not be read."""
    url = f"{root.removesuffix('/v3')}/graphql"

    def page(cursor: Any) -> Page:
        asked = {"query": _QUERY, "variables": {"organisation": name, "after": cursor}}
        data = mapping(api.post(url, needs=_NEEDS, json=asked, headers=headers))
        if data.get("errors") or part(data, "data", "organization") is None:
            raise Unanswered("the provider answered with an error", f"give the auditing client {_NEEDS}")
        found = part(data, "data", "organization", "samlIdentityProvider", "externalIdentities")
        if found is None:
            return [], None
        more = truth(found, "pageInfo", "hasNextPage") is True
        return list(mappings(part(found, "nodes"))), text(found, "pageInfo", "endCursor") if more else None

    try:
        nodes = list(listed(page))
    except Unanswered as failure:
        return {}, failure.why
    return {text(one, "user", "login"): text(one, "samlIdentity", "nameId") for one in nodes if part(one, "user")}, ""


def _no_owner(system: System) -> CannotVerify:
    return CannotVerify(
        f"system {system.name}: the token is not an owner's, to whom alone GitHub shows every member and their factors",
        tried="whether the organisation requires two-factor authentication",
        remedy=f"give the auditing client {_NEEDS}",
    )


_FACTS, reach = offered(administrators, lambda system: f"a token for organisation {system.settings['organisation']}")
FACTS = {"administrators": _FACTS["administrators"]}
