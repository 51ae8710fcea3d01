"""Tells whoever keeps evidence which questions were asked over HTTP: method, host and path, without a query.

Paths hold ids and names of people, so that only words of the provider's own stay in them.
"""

import re
import time
from datetime import UTC, datetime
from typing import Any

from clausecheck.model import Call, Listener

_BEGAN = "clausecheck_began"
WORDS = frozenset((
    "abuse-reports", "access_token", "admin", "api", "apps", "asm", "assignees", "authentication",
    "authenticationMethods", "campaigns", "client", "clients", "composites", "conditionalAccess", "config",
    "customer", "default", "directory", "email-activity", "events", "executions",
    "flows", "graphql", "group", "group-by-path", "groups", "iam", "identity",
    "identitySecurityDefaultsEnforcementPolicy", "lists", "members", "messages", "oauth2", "openid-connect", "orgs",
    "policies", "policy", "protocol", "realms", "reports", "roleAssignments", "roleDefinitions",
    "roleEligibilityScheduleInstances", "roleManagement", "roleassignments", "roles", "roles-by-id", "rules",
    "sent-to", "suppression", "suppressions", "token", "transitiveMemberOf", "transitiveMembers",
    "unsubscribed", "userRegistrationDetails", "users",
))  # fmt: skip
"""What providers call their collections; any other part of a path may name somebody."""
_VERSION = re.compile(r"v?\d+(\.\d+)?|beta|master", re.IGNORECASE)


def tell(client: Any, system: str, heard: Listener | None) -> None:
    """From now on `heard` is told each answer that this httpx client gets."""
    if heard is None:
        return

    def began(request: Any) -> None:
        request.extensions = {**request.extensions, _BEGAN: (datetime.now(UTC), time.perf_counter())}

    def ended(response: Any) -> None:
        request = response.request
        at, since = request.extensions[_BEGAN]
        status = response.status_code
        what = f"{request.method} {request.url.host}{shown(request.url.path)}"
        told = Call(
            system=system, kind="http", what=what, began=at, seconds=time.perf_counter() - since,
            failure=f"status {status}" if status >= 300 else "",
        )  # fmt: skip
        heard(told)

    client.event_hooks["request"].append(began)
    client.event_hooks["response"].append(ended)


def shown(path: str) -> str:
    """A path with … in place of each part that is no word of a provider's own."""
    parts = path.split("/")
    return "/".join(part if not part or part in WORDS or _VERSION.fullmatch(part) else "…" for part in parts)
