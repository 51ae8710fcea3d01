"""An Okta organisation, opened: its listings by the links that each page gives."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from clausecheck.connectors.https.answers import mappings, part, text
from clausecheck.connectors.https.api import Api, Page, listed, opened
from clausecheck.connectors.https.http import root_of
from clausecheck.targets.model import System

_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="next"')
READ_ROLES, READ_USERS = "okta.roles.read", "okta.users.read"
READ_GROUPS, READ_POLICIES, READ_APPS = "okta.groups.read", "okta.policies.read", "okta.apps.read"


def opened_organisation(system: System) -> AbstractContextManager[Api]:
    headers = {"Authorization": f"SSWS {system.settings['token']}", "Accept": "application/json"}
    return opened(system, root_of(system), lambda _api, *, again: headers)


def every(api: Api, path: str, scope: str, *, below: str = "", **terms: Any) -> list[Mapping[str, Any]]:
    """Every item of a listing; `below` is the key that holds them where the answer is an object."""

    def page(link: Any) -> Page:
        more = terms if link is None else {}
        answer = api.answer(link or f"/api/v1{path}", needs=f"a role with {scope}", **more)
        found = _NEXT.search(answer.headers.get("link", ""))
        following = found[1] if found else text(answer.data, "_links", "next", "href")
        return list(mappings(part(answer.data, below) if below else answer.data)), following or None

    return list(listed(page))
