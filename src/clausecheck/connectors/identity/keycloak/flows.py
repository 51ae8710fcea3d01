"""Whether a flow of Keycloak lets somebody in without a second factor.

A flow's steps are REQUIRED, CONDITIONAL, ALTERNATIVE or DISABLED; where one is required or conditional, alternatives
beside it are not asked (Server Administration Guide, "Execution requirements"). What a step does is told by its
provider; of a provider that is not known here nobody can tell.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clausecheck.connectors.https.answers import part, text, truth
from clausecheck.connectors.https.failures import Unanswered

FACTORS: Mapping[str, str] = {
    "auth-otp-form": "otp",
    "direct-grant-validate-otp": "otp",
    "webauthn-authenticator": "webauthn",
    "webauthn-authenticator-passwordless": "webauthn-passwordless",
    "auth-recovery-authn-code-form": "recovery-authn-codes",
}
"""Providers that ask for a second factor, each with the type of the credential that it takes."""
_FIRST = {
    "auth-username-form", "auth-password-form", "auth-username-password-form", "auth-spnego",
    "direct-grant-validate-username", "direct-grant-validate-password",
}  # fmt: skip
"""Providers that ask for a name or a password, or believe a ticket."""
_ASIDE = {"auth-cookie", "identity-provider-redirector", "organization"}
"""A session that began with a sign-in, and ways to another provider, which is judged by itself."""
_CONFIGURED, _UNUSED, _DENIES = "conditional-user-configured", "conditional-credential", "deny-access-authenticator"


@dataclass(kw_only=True)
class Step:
    """One execution of a flow; a sub-flow has steps of its own. `credentials` are those that a condition looks for."""

    requirement: str
    provider: str
    is_flow: bool
    credentials: frozenset[str] = frozenset()
    steps: list["Step"] = field(default_factory=list)

    @property
    def is_condition(self) -> bool:
        return self.provider.startswith("conditional-") and not self.is_flow


def tree(executions: Sequence[Mapping[str, Any]]) -> Step:
    """The executions of a flow as a tree: the API lists them in their order, each with its depth.

    `unused` was added to a condition that holds where none of these credentials was used. `Unanswered` where a depth
    leads nowhere.
    """
    root = Step(requirement="REQUIRED", provider="", is_flow=True)
    branch = [root]
    for one in executions:
        depth = part(one, "level")
        if not isinstance(depth, int) or not 0 <= depth < len(branch):
            raise Unanswered("its flow has a step of which the depth is not told")
        step = Step(
            requirement=text(one, "requirement"),
            provider=text(one, "providerId"),
            is_flow=truth(one, "authenticationFlow") is True,
            credentials=one.get("unused", frozenset()),
        )
        branch[depth].steps.append(step)
        del branch[depth + 1 :]
        branch.append(step)
    return root


def asks(flow: Step, enrolled: Collection[str]) -> bool | None:
    """Whether every way through a flow asks somebody with these credentials for a second factor.

    `False` where one way does not; `None` where it cannot be told.
    """
    steps = [one for one in flow.steps if one.requirement != "DISABLED" and not one.is_condition]
    needed = [one for one in steps if one.requirement in {"REQUIRED", "CONDITIONAL"}]
    if needed:
        return _any(_step_asks(one, enrolled) for one in needed)
    ways = [one for one in steps if not _leads_elsewhere(one)]
    return _all(_step_asks(one, enrolled) for one in ways) if ways else False


def _step_asks(step: Step, enrolled: Collection[str]) -> bool | None:
    if step.is_flow:
        told = asks(step, enrolled)
        return _under_condition(step, told, enrolled) if step.requirement == "CONDITIONAL" else told
    if step.provider in FACTORS or step.provider == _DENIES:
        return True
    return False if step.provider in _FIRST | _ASIDE else None


def _leads_elsewhere(step: Step) -> bool:
    """Whether a step, or everything that a sub-flow does, lies aside."""
    if not step.is_flow:
        return step.provider in _ASIDE
    inner = [one for one in step.steps if one.requirement != "DISABLED" and not one.is_condition]
    return bool(inner) and all(map(_leads_elsewhere, inner))


def _under_condition(step: Step, told: bool | None, enrolled: Collection[str]) -> bool | None:
    """A conditional sub-flow runs where all of its conditions hold; one without any never runs."""
    conditions = [one for one in step.steps if one.is_condition and one.requirement != "DISABLED"]
    if told is False or not conditions:
        return False
    holds = [_holds(one, step, enrolled) for one in conditions]
    if False in holds:
        return False
    return None if None in holds else told


def _holds(condition: Step, flow: Step, enrolled: Collection[str]) -> bool | None:
    """Whether a condition holds for somebody with these credentials; `None` where other things decide."""
    if condition.provider == _UNUSED and condition.credentials and condition.credentials <= set(FACTORS.values()):
        return True  # it only passes over those who have just used a second factor
    if condition.provider != _CONFIGURED or any(one.is_flow for one in flow.steps if one.requirement != "DISABLED"):
        return None
    required = {
        FACTORS[one.provider] for one in flow.steps if one.provider in FACTORS and one.requirement == "REQUIRED"
    }
    chosen = {
        FACTORS[one.provider] for one in flow.steps if one.provider in FACTORS and one.requirement == "ALTERNATIVE"
    }
    return required <= set(enrolled) if required else bool(chosen & set(enrolled))


def _any(told: Any) -> bool | None:
    values = list(told)
    return True if True in values else None if None in values else False


def _all(told: Any) -> bool | None:
    values = list(told)
    return False if False in values else None if None in values else True
