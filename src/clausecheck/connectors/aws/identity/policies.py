"""IAM policy documents as statements, and what one statement covers.

The grammar is AWS's (IAM user guide, "Policy elements"): `*` and `?` match anywhere in an action or a resource,
actions regardless of case, `NotAction` and `NotResource` cover all but what they name. Variables such as
`${aws:username}` stay as they are written, so a right over one's own user alone is no right over everybody's.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement. `conditions` maps an operator and a condition key, both lower-cased, to the values."""

    allows: bool
    actions: tuple[str, ...] = ()
    all_actions_but: tuple[str, ...] | None = None
    resources: tuple[str, ...] = ()
    all_resources_but: tuple[str, ...] | None = None
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=dict)

    def covers(self, action: str, resource: str) -> bool:
        """Whether this statement speaks of that action on that resource, its conditions aside."""
        return self.covers_action(action) and _among(resource, self.resources, self.all_resources_but)

    def covers_action(self, action: str) -> bool:
        return _among(action.lower(), self.actions, self.all_actions_but)


def statements_of(document: object) -> tuple[Statement, ...]:
    """The statements of a policy document, given as boto3 decodes it or as text."""
    if isinstance(document, str):
        document = json.loads(unquote(document))
    if not isinstance(document, Mapping):
        return ()
    written = document.get("Statement") or ()
    return tuple(_statement(one) for one in ([written] if isinstance(written, Mapping) else written))


def _statement(written: Mapping[str, Any]) -> Statement:
    return Statement(
        allows=str(written.get("Effect")) == "Allow",
        actions=_lower(written.get("Action")),
        all_actions_but=_lower(written["NotAction"]) if "NotAction" in written else None,
        resources=_strings(written.get("Resource")),
        all_resources_but=_strings(written["NotResource"]) if "NotResource" in written else None,
        principals=_principals(written),
        conditions=_conditions(written.get("Condition") or {}),
    )


def _principals(written: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Who a trust names, by kind. An Allow for all but somebody is one for everybody; such a Deny is left aside."""
    if "NotPrincipal" in written:
        return {"AWS": ("*",)} if written.get("Effect") == "Allow" else {}
    principal = written.get("Principal") or {}
    if not isinstance(principal, Mapping):
        return {"AWS": ("*",)}
    return {str(kind): _strings(value) for kind, value in principal.items()}


def _conditions(written: Mapping[str, Any]) -> Conditions:
    return {
        operator.lower(): {key.lower(): _strings(values) for key, values in keys.items()}
        for operator, keys in written.items()
    }


def _strings(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return (str(value).lower(),)
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)


def _lower(value: object) -> tuple[str, ...]:
    return tuple(one.lower() for one in _strings(value))


def _among(value: str, named: Iterable[str], all_but: Iterable[str] | None) -> bool:
    if all_but is not None:
        return not any(_matches(pattern, value) for pattern in all_but)
    return any(_matches(pattern, value) for pattern in named)


def _matches(pattern: str, value: str) -> bool:
    return _compiled(pattern).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (".*" if mark == "*" else "." if mark == "?" else re.escape(mark) for mark in re.split(r"([*?])", pattern))
    return re.compile("".join(parts), re.DOTALL)
