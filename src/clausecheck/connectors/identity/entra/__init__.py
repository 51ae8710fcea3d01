"""A Microsoft Entra ID tenant, read through Microsoft Graph: who holds directory roles, and what policies demand.

Settings of a system of kind `entra`: `tenant`, `client_id`, `client_secret` of an application with the read
permissions that the documentation lists, and `url`, `login_url` for another cloud than the public one.
"""

from clausecheck.connectors.identity.entra.administrators import administrators
from clausecheck.connectors.identity.offered import offered

FACTS, reach = offered(administrators, lambda system: f"application {system.settings.get('client_id', '')}")

__all__ = ["FACTS", "reach"]
