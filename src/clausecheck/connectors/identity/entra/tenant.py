"""A tenant, opened: signed in as an application, its listings by the links that each page gives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import mapping, mappings, text
from clausecheck.connectors.https.api import Api, Page, listed, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.targets.model import System

_GRAPH, _LOGIN = "https://graph.microsoft.com", "https://login.microsoftonline.com"


@contextmanager
def opened_tenant(system: System) -> Iterator[Api]:
    """Microsoft Graph, signed in to with client credentials."""
    root = root_of(system, _GRAPH)
    elsewhere = System(name=system.name, kind=system.kind, settings={"url": system.settings.get("login_url")})
    login = root_of(elsewhere, _LOGIN)
    form = {
        "grant_type": "client_credentials",
        "client_id": str(system.settings["client_id"]),
        "client_secret": str(system.settings["client_secret"]),
        "scope": f"{root}/.default",
    }

    def sign_in(api: Api, *, again: bool) -> Mapping[str, str]:  # noqa: ARG001  a token is fetched either way
        url = f"{login}/{quote(str(system.settings['tenant']), safe='')}/oauth2/v2.0/token"
        token = text(mapping(api.post(url, needs="a registered application of this tenant", data=form)), "access_token")
        if not token:
            raise Unanswered("it gave no access token", "register the application in this tenant")
        return {"Authorization": f"Bearer {token}"}

    with opened(system, root, sign_in) as api:
        yield api


def every(api: Api, path: str, permission: str, **terms: Any) -> list[Mapping[str, Any]]:
    """Every item of a collection."""

    def page(link: Any) -> Page:
        more = terms if link is None else {}
        data = mapping(api.get(link or f"/v1.0{path}", needs=f"the permission {permission}", **more))
        return list(mappings(data.get("value"))), text(data, "@odata.nextLink") or None

    return list(listed(page))


def one(api: Api, path: str, permission: str, **terms: Any) -> Mapping[str, Any]:
    """One object."""
    return mapping(api.get(f"/v1.0{path}", needs=f"the permission {permission}", **terms))
