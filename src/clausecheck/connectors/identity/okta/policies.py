"""Whether the rules of a sign-on policy let somebody in without a second factor.

Rules are tried in the order of their priority, and the first that fits decides. A rule that is about certain people
fits them or does not; one that depends on a place, a device, a risk or an expression may fit or not, so that a sign-in
can come to it and can pass it by. Somebody may skip the second factor where one rule that may be reached allows that.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from clausecheck.connectors.https.answers import part, text, texts, truth

ANYWHERE = {"", "ANYWHERE"}
_ANYTHING = {
    "authContext": {"authType": "ANY"}, "riskScore": {"level": "ANY"}, "identityProvider": {"provider": "ANY"},
}  # fmt: skip
"""Conditions that narrow nothing."""


def asks(rules: Iterable[Mapping[str, Any]], user: str, groups: Collection[str]) -> bool | None:
    """Whether every rule that this user may come to asks for a second factor, or lets nobody in.

    `False` where one does not, or where no rule is left at the end; `None` where a rule's demand is not told.
    """
    told: list[bool | None] = []
    for rule in sorted(rules, key=_priority):
        if text(rule, "status") == "INACTIVE" or not _is_about(part(rule, "conditions"), user, groups):
            continue
        told.append(_demand(rule))
        if not _depends(part(rule, "conditions")):
            return False if False in told else None if None in told else True
    return False if False in told or not told else None


def _priority(rule: Mapping[str, Any]) -> int:
    """The lowest number first; a rule without one is the last."""
    written = part(rule, "priority")
    return written if isinstance(written, int) else 2**31


def _is_about(conditions: Any, user: str, groups: Collection[str]) -> bool:
    people = part(conditions, "people")
    users, among = texts(people, "users", "include"), texts(people, "groups", "include")
    if user in texts(people, "users", "exclude") or set(groups) & texts(people, "groups", "exclude"):
        return False
    return not (users or among) or user in users or bool(set(groups) & among)


def _depends(conditions: Any) -> bool:
    """Whether anything but who somebody is decides if a rule fits."""
    others = {name: value for name, value in (conditions or {}).items() if value and name not in {"people", "network"}}
    narrowing = {name for name, value in others.items() if value != _ANYTHING.get(name)}
    return bool(narrowing) or text(conditions, "network", "connection") not in ANYWHERE


def _demand(rule: Mapping[str, Any]) -> bool | None:
    """What a rule asks for: of an application's policy, or of the one for sessions."""
    application = part(rule, "actions", "appSignOn")
    if application is not None:
        return text(application, "access") == "DENY" or _by_method(part(application, "verificationMethod"))
    session = part(rule, "actions", "signon")
    if session is None:
        return None
    return text(session, "access") == "DENY" or truth(session, "requireFactor") is True


def _by_method(method: Any) -> bool | None:
    if text(method, "type") != "ASSURANCE":
        return None
    return {"2FA": True, "1FA": False}.get(text(method, "factorMode"))
