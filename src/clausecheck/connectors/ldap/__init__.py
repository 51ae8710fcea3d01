"""A directory, read over LDAP with ldap3: who administers by its groups, and with which second factor.

Settings of a system of kind `ldap`: `url` (`ldaps://`, or `ldap://` with `starttls: true`; nothing is said in plain
text), `base_dn`, `bind_dn` and `password`, `ca_file`, `administrators: {groups, accounts}`, `second_factor: {enrolled,
enforced}`, `person` (the attribute with a person's address; `mail`). Only searches and comparisons are sent.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.ldap.administrators import accesses, administrators
from clausecheck.connectors.ldap.reaching import reach

FACTS: Mapping[str, Any] = {"administrators": administrators, "accesses": accesses}

__all__ = ["FACTS", "reach"]
