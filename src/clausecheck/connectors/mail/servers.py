"""The mail servers of a domain, and how a system says that they are to be spoken to."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clausecheck.connectors.mail.dialogue import Server
from clausecheck.connectors.mail.names import Names, Unanswered, names_of, until
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

SMTP_PORT = 25
_GREETS_AS = "clausecheck.invalid"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One system of kind mail, ready to be asked."""

    system: System
    names: Names
    context: ssl.SSLContext

    def from_now(self) -> "Mail":
        """The same, with the whole time limit before it: for the next domain."""
        return replace(self, names=replace(self.names, left=until(self.system.time_limit)))

    def setting(self, name: str) -> Sequence[str]:
        given = self.system.settings.get(name)
        return [str(one) for one in given] if isinstance(given, list | tuple) else []

    @property
    def domains(self) -> list[str]:
        """Those that are named, and those of the mailboxes that are."""
        of_mailboxes = [domain_of(one) for one in self.setting("mailboxes")]
        return list(dict.fromkeys([*map(in_ascii, self.setting("domains")), *of_mailboxes]))

    def exchangers(self, domain: str) -> list[tuple[int | None, str]]:
        """(preference, host) in the order in which senders try them; the domain itself where it has no MX record."""
        found = self.names.exchangers(domain)
        if not found and self.names.addresses(domain):
            return [(None, domain)]
        return list(found)

    def server(self, host: str) -> Server:
        """A host as a server to speak to, `Unanswered` where nobody tells its address."""
        port = int(str(self.system.settings.get("smtp_port") or SMTP_PORT))
        places = [(address, port) for address in self.names.addresses(host)]
        if not places:
            raise Unanswered("it has no address")
        return Server(
            host=host,
            places=places,
            seconds=self.names.left(),
            context=self.context,
            greets_as=str(self.system.settings.get("greets_as") or _GREETS_AS),
        )


def opened(system: System) -> Mail:
    """`CannotVerify` where a setting leads nowhere."""
    try:
        return Mail(system=system, names=names_of(system), context=_trusting(system))
    except (OSError, ValueError) as error:
        reason = f"the settings of {system.name} lead nowhere ({kind_of(error)})"
        raise CannotVerify(reason, remedy="look at nameservers and ca_file of the system") from None


def _trusting(system: System) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if file := str(system.settings.get("ca_file") or ""):
        context.load_verify_locations(Path(system.folder) / file)
    return context


def domain_of(address: str) -> str:
    return in_ascii(address.rpartition("@")[2])


def in_ascii(domain: str) -> str:
    """A domain as name servers know it: lower case, IDNA (rigour 22). `ValueError` where it is none."""
    labels = domain.strip().rstrip(".").lower()
    return labels if labels.isascii() else labels.encode("idna").decode()
