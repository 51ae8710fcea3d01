"""A Google Workspace, read through the Directory API: who administers it, and whether 2-step verification is enforced.

Settings of a system of kind `google_workspace`: `service_account`, the JSON of a service account's key with
domain-wide delegation, `subject`, the administrator in whose name it reads, and optionally `customer` and `url`.
Counted are super administrators, delegated ones, and members of groups that a role is assigned to.
"""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import identity, mapping, mappings, moment, part, text, truth
from clausecheck.connectors.https.api import Api, Page, listed, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.connectors.identity.members import Account, population
from clausecheck.connectors.identity.offered import offered
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Administrator, Population, Unreadable
from clausecheck.targets.model import System

_API = "https://admin.googleapis.com"
_SCOPES = {
    "users": "https://www.googleapis.com/auth/admin.directory.user.readonly",
    "roles": "https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly",
    "groups": "https://www.googleapis.com/auth/admin.directory.group.member.readonly",
}
_PAGE = 200
_LIFE = 600


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every account that may administer. `CannotVerify` where users cannot be listed."""
    key = _key_of(system)
    with opened(system, root_of(system, _API), lambda api, *, again: _signed(api, key, system)) as api:
        customer = str(system.settings.get("customer") or "my_customer")
        users = {identity(one): one for word in _WORDS for one in _users(api, customer, word)}
        through, unreadable = _by_groups(api, customer, users)
    able = {key: one for key, one in users.items() if _is_able(one)}
    return population(
        [_account(key, one, through.get(key, [])) for key, one in able.items()],
        context, unreadable=unreadable, excluded=len(users) - len(able),
        where="Account, Admin roles in the Google Admin console",
    )  # fmt: skip


_WORDS = {"isAdmin=true": "super administrator", "isDelegatedAdmin=true": "delegated administrator"}


def _users(api: Api, customer: str, word: str) -> list[Mapping[str, Any]]:
    return _all(api, "/admin/directory/v1/users", "users", _SCOPES["users"], customer=customer, query=word)


def _all(api: Api, path: str, key: str, needs: str, **terms: Any) -> list[Mapping[str, Any]]:
    """Every item of a listing, by page tokens; a page without items leaves their key out."""

    def page(token: Any) -> Page:
        more = {"pageToken": token} if token else {}
        data = mapping(api.get(path, needs=f"the scope {needs}", maxResults=_PAGE, **terms, **more))
        if not text(data, "kind"):
            raise Unanswered("its answer does not have the form that the provider describes")
        return list(mappings(data.get(key) or [])), text(data, "nextPageToken") or None

    return list(listed(page))


def _by_groups(
    api: Api, customer: str, users: dict[str, Mapping[str, Any]]
) -> tuple[Mapping[str, list[str]], list[Unreadable]]:
    """Adds the members of groups with a role; the roles by user, and what could not be read of it."""
    through: dict[str, list[str]] = {}
    unreadable: list[Unreadable] = []
    try:
        path = f"/admin/directory/v1/customer/{quote(customer, safe='')}/roleassignments"
        assignments = _all(api, path, "items", _SCOPES["roles"])
    except Unanswered as failure:
        return through, [failure.missing("administrators through groups")]
    for group in {text(one, "assignedTo") for one in assignments if text(one, "assigneeType").lower() == "group"}:
        try:
            for key in _members(api, group):
                users.setdefault(key, mapping(api.get(f"/admin/directory/v1/users/{key}", needs=_SCOPES["users"])))
                through.setdefault(key, []).append(f"of group {group}")
        except Unanswered as failure:
            unreadable.append(failure.missing(f"administrators through group {group}"))
    return through, unreadable


def _members(api: Api, group: str) -> list[str]:
    path = f"/admin/directory/v1/groups/{quote(group, safe='')}/members"
    members = _all(api, path, "members", _SCOPES["groups"], includeDerivedMembership="true")
    return [quote(identity(one), safe="") for one in members if text(one, "type").upper() != "GROUP"]


def _is_able(user: Mapping[str, Any]) -> bool:
    return truth(user, "suspended") is not True and truth(user, "archived") is not True


def _account(key: str, user: Mapping[str, Any], groups: list[str]) -> Account:
    own = (("isAdmin", "super administrator"), ("isDelegatedAdmin", "delegated administrator"))
    return Account(
        id=key,
        roles=[*(word for name, word in own if truth(user, name) is True), *groups],
        address=text(user, "primaryEmail"),
        enrolled=truth(user, "isEnrolledIn2Sv"),
        enforced=truth(user, "isEnforcedIn2Sv"),
        last_used=moment(part(user, "lastLoginTime")) or moment(part(user, "creationTime")),
    )


def _key_of(system: System) -> Mapping[str, Any]:
    try:
        key = json.loads(str(system.settings["service_account"]))
    except (ValueError, RecursionError):
        key = None
    if not (isinstance(key, dict) and all(text(key, name) for name in ("client_email", "private_key", "token_uri"))):
        raise CannotVerify(
            f"system {system.name}: service_account is no key of a service account",
            remedy="put the JSON of the key into the environment variable that the target names",
        )
    return key


def _signed(api: Api, key: Mapping[str, Any], system: System) -> Mapping[str, str]:
    """A token for an assertion that the key signs (RFC 7523)."""
    url = root_of(System(name=system.name, kind=system.kind, settings={"url": key["token_uri"]}))
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": _assertion(key, system)}
    token = text(mapping(api.post(url, needs="domain-wide delegation of its scopes", data=form)), "access_token")
    if not token:
        raise Unanswered("it gave no access token", "delegate the scopes domain-wide to the service account")
    return {"Authorization": f"Bearer {token}"}


def _assertion(key: Mapping[str, Any], system: System) -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    now = int(time.time())
    claims = {
        "iss": key["client_email"], "sub": str(system.settings.get("subject") or key["client_email"]),
        "scope": " ".join(_SCOPES.values()), "aud": key["token_uri"], "iat": now, "exp": now + _LIFE,
    }  # fmt: skip
    unsigned = f"{_encoded({'alg': 'RS256', 'typ': 'JWT'})}.{_encoded(claims)}"
    try:
        private: Any = load_pem_private_key(key["private_key"].encode(), password=None)
        signature = private.sign(unsigned.encode(), PKCS1v15(), SHA256())
    except (ValueError, TypeError, AttributeError):
        raise Unanswered("service_account holds no key that can sign", "renew the service account's key") from None
    return f"{unsigned}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _encoded(part: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


FACTS, reach = offered(administrators, lambda system: "a service account")
