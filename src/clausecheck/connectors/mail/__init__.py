"""Mail: name servers and mail servers of domains, asked as a sender of mail would, who then sends none.

`pip install 'clausecheck[mail]'`. Settings: `domains`, `mailboxes`, `nameservers`, `smtp_port`, `dkim_selectors`,
`ca_file`, `greets_as`.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.mail.domains import mail_domains
from clausecheck.connectors.mail.mailboxes import mailboxes
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

FACTS: Mapping[str, Any] = {"mail_domains": mail_domains, "mailboxes": mailboxes}

__all__ = ["FACTS", "reach"]


def reach(system: System, context: Context) -> Reach:
    """Ask for every domain and speak to every exchanger. Never raises."""
    try:
        told = mail_domains(system, context)
    except CannotVerify as reason:
        return Reach(system=system.name, reached=False, missing=(reason.reason,), grants=(reason.remedy,))
    except Exception as error:
        return Reach(system=system.name, reached=False, missing=(f"it could not be read ({kind_of(error)})",))
    silent = [f"{host.host}: {host.why or 'silent'}" for one in told for host in one.exchangers if not host.answers]
    unasked = [f"{one.domain}: {what} ({why})" for one in told for what, why in one.unasked.items()]
    spoken = [host.host for one in told for host in one.exchangers if host.answers]
    return Reach(
        system=system.name,
        reached=bool(spoken),
        can=tuple(f"speak to {host}" for host in spoken),
        missing=(*silent, *unasked),
        grants=("open port 25 outwards, or name a mail server that can be reached",) if silent else (),
    )
