"""Which flows a realm lets administrators sign in by, and whether each of them asks for a second factor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clausecheck.connectors.https.answers import mapping, mappings, part, text, truth
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.identity.keycloak.flows import Step, asks, tree
from clausecheck.connectors.identity.keycloak.realm import Realm

_NEEDS = "the role view-realm of realm-management"
_BROWSER, _DIRECT = ("browser", "browserFlow"), ("direct_grant", "directGrantFlow")
"""Names of a flow in a client's own bindings, and in the realm's."""


@dataclass(frozen=True, kw_only=True)
class Enforcement:
    """The flows by their names, and why one of them could not be read."""

    flows: Mapping[str, Step]
    why: str = ""

    def of(self, enrolled: Collection[str]) -> bool | None:
        """Whether every flow asks somebody with these credentials for a second factor."""
        told = [asks(flow, enrolled) for flow in self.flows.values()]
        if False in told:
            return False
        return None if None in told or self.why or not told else True

    def reason(self, enrolled: Collection[str]) -> str:
        """Why that cannot be told."""
        if self.why:
            return self.why
        untold = [name for name, flow in self.flows.items() if asks(flow, enrolled) is None]
        return f"a step of flow {', '.join(untold)} is not known here, so whether it can be skipped is not told"


def enforcement(realm: Realm, settings: Mapping[str, Any], clients: Sequence[Mapping[str, Any]]) -> Enforcement:
    """The flows of the realm, and those that a client has instead: a session begun at one is good at all others."""
    flows: dict[str, Step] = {}
    try:
        for alias in _aliases(realm, settings, [one for one in clients if truth(one, "enabled") is not False]):
            path = f"/authentication/flows/{quote(alias, safe='')}/executions"
            flows[alias] = tree([_with_condition(realm, one) for one in mappings(realm.get(path, _NEEDS))])
    except Unanswered as failure:
        return Enforcement(flows=flows, why=f"the realm's sign-in flows could not be read: {failure.why}")
    return Enforcement(flows=flows)


def _aliases(realm: Realm, settings: Mapping[str, Any], clients: Sequence[Mapping[str, Any]]) -> list[str]:
    """The browser's flow, and the one for passwords sent by a program where a client lets programs do so."""
    direct = [one for one in clients if truth(one, "directAccessGrantsEnabled") is not False]
    names = [text(settings, key) for _, key in (_BROWSER, *((_DIRECT,) if direct else ()))]
    if not all(names):
        raise Unanswered("the realm does not tell its flows", f"give the auditing client {_NEEDS}")
    bound = [*_bound(clients, _BROWSER[0]), *_bound(direct, _DIRECT[0])]
    if bound:
        known = {text(one, "id"): text(one, "alias") for one in mappings(realm.get("/authentication/flows", _NEEDS))}
        names += [known.get(flow, "") for flow in bound]
    if not all(names):
        raise Unanswered("a client has a flow that the realm does not list")
    return list(dict.fromkeys(names))


def _bound(clients: Sequence[Mapping[str, Any]], kind: str) -> list[str]:
    """The ids of flows that clients have instead of the realm's."""
    return [flow for one in clients if (flow := text(one, "authenticationFlowBindingOverrides", kind))]


def _with_condition(realm: Realm, execution: Mapping[str, Any]) -> Mapping[str, Any]:
    """An execution; one that looks for credentials that were not used, with what it looks for."""
    config = text(execution, "authenticationConfig")
    if text(execution, "providerId") != "conditional-credential" or not config:
        return execution
    told = mapping(part(mapping(realm.get(f"/authentication/config/{quote(config, safe='')}", _NEEDS)), "config") or {})
    is_inverse = text(told, "included").lower() == "true"
    looked_for = frozenset(filter(None, text(told, "credentials").split("##")))
    return {**execution, "unused": frozenset() if is_inverse else looked_for}
