"""What `target check` tells of a directory."""

from clausecheck.connectors.ldap.administrators import administrators
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_once import reach_by
from clausecheck.targets.model import System


def reach(system: System, context: Context) -> Reach:
    """Read the administrators once and tell what came of it. Never raises."""
    who = str(system.settings.get("bind_dn") or "")
    identity = context.pseudonyms.of("identity", who) if who else "anonymous"
    return reach_by("administrators", administrators, system, context, identity=identity)
