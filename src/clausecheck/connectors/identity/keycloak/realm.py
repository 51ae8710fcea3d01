"""A realm, opened: signed in as a client, its listings page by page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import mapping, mappings, text
from clausecheck.connectors.https.api import Api, Page, listed, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.targets.model import System

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Realm:
    """An open realm. Paths are relative to it."""

    name: str
    api: Api

    def get(self, path: str, needs: str, **terms: Any) -> Any:
        return self.api.get(f"/admin/realms/{quote(self.name, safe='')}{path}", needs=needs, **terms)

    def each(self, path: str, needs: str, **terms: Any) -> Iterator[Mapping[str, Any]]:
        """Every item of a listing, by `first` and `max`."""

        def page(first: Any) -> Page:
            begin = first or 0
            items = mappings(self.get(path, needs, first=begin, max=PAGE, **terms))
            return list(items), begin + PAGE if len(items) >= PAGE else None

        return listed(page)


@contextmanager
def opened_realm(system: System) -> Iterator[Realm]:
    """The realm that a system names. `CannotVerify` where it does not let the client in."""
    name, root = str(system.settings["realm"]), root_of(system)

    def sign_in(api: Api, *, again: bool) -> Mapping[str, str]:  # noqa: ARG001  a token is fetched either way
        form = {
            "grant_type": "client_credentials",
            "client_id": str(system.settings["client_id"]),
            "client_secret": str(system.settings["client_secret"]),
        }
        url = f"{root}/realms/{quote(name, safe='')}/protocol/openid-connect/token"
        token = text(mapping(api.post(url, needs="a client with a service account", data=form)), "access_token")
        if not token:
            raise Unanswered("it gave no access token", "let the client have a service account")
        return {"Authorization": f"Bearer {token}"}

    with opened(system, root, sign_in) as api:
        yield Realm(name=name, api=api)
