"""A realm of Keycloak, read through its admin REST API: who administers it, and with which second factor.

Settings of a system of kind `keycloak`: `url`, `realm`, `client_id` and `client_secret` of a confidential client with
a service account, `administrators: {roles, groups}` for what administers besides the realm itself.
"""

from clausecheck.connectors.identity.keycloak.administrators import administrators
from clausecheck.connectors.identity.offered import offered

FACTS, reach = offered(administrators, lambda system: f"client {system.settings.get('client_id', '')}")

__all__ = ["FACTS", "reach"]
