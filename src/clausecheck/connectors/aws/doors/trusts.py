"""Whom roles trust outside the account: other accounts, everybody, and sign-ins that anybody can get.

A role for a public identity provider lets in each of its users, millions of them, unless a condition names the subject
(IAM user guide, "Create a role for OpenID Connect federation"). Providers of the company's own are not doors here: who
signs in there is decided there.
"""

from collections.abc import Iterable
from dataclasses import replace

from clausecheck.connectors.aws.doors.door import Told, once, open_to_all
from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.aws.identity.details import Principal
from clausecheck.connectors.aws.identity.policies import Statement

WAY = "trust"
_PUBLIC = ("cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com",
           "token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "api.bitbucket.org")  # fmt: skip
_SUBJECTS = (":sub", ":aud", ":app_id", ":user_id", ":oaud")


def read(roles: Iterable[Principal], doorman: Doorman) -> Told:
    """The doors of every role. Roles that AWS made for its own services let in nobody else."""
    return tuple(door for role in roles for door in _role(role, doorman))


def _role(role: Principal, doorman: Doorman) -> Told:
    thing = f"role {role.name}"
    strangers = [one for one in role.trust if one.allows and _lets_in_any_user(one)]
    federated = (open_to_all(thing, "federation") for _ in strangers)
    return (*doorman.of_statements(thing, map(_without_providers, role.trust), way=WAY), *once(federated))


def _without_providers(statement: Statement) -> Statement:
    others = {kind: who for kind, who in statement.principals.items() if kind != "Federated"}
    return replace(statement, principals=others)


def _lets_in_any_user(statement: Statement) -> bool:
    """Whether it is for a public provider, and no condition names whom of its users it is for.

    The audience tells one provider's clients apart; GitHub's and GitLab's is the same for everybody's projects.
    """
    providers = [who for who in statement.principals.get("Federated", ()) if who.split("oidc-provider/")[-1] in _PUBLIC]
    keys = {key for named in statement.conditions.values() for key in named}
    told = (":sub",) if any("oidc-provider/" in who for who in providers) else _SUBJECTS
    return bool(providers) and not any(key.endswith(told) for key in keys)
