"""Endpoints that speak TLS: websites, mail, directories, databases, each through its protocol's own upgrade.

It makes handshakes and reads banners; it signs in nowhere, sends no message, and writes nothing.
"""

from clausecheck.connectors.tls.endpoints import FACTS, endpoints, population, told
from clausecheck.connectors.tls.reaching import reach
from clausecheck.connectors.tls.trust import trusting

__all__ = ["FACTS", "endpoints", "population", "reach", "told", "trusting"]
