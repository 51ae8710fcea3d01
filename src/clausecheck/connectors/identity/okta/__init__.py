"""An Okta organisation, read through its management API: who holds administrator roles, and what policies demand.

Settings of a system of kind `okta`: `url` and `token`, an API token of a read-only administrator.
"""

from clausecheck.connectors.identity.offered import offered
from clausecheck.connectors.identity.okta.administrators import administrators

FACTS, reach = offered(administrators, lambda _system: "an API token")

__all__ = ["FACTS", "reach"]
