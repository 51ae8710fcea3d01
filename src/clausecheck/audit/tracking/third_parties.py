"""Every host that a browser on the site sends requests to, and whether somebody declared it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausecheck.errors import CannotVerify
from clausecheck.facts import ContactedHost, Population, Visit
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System


@dataclass(frozen=True, kw_only=True)
class Declarations:
    """Domains that are declared for certain, those that perhaps are, and why there may be more, or ""."""

    certain: frozenset[str]
    maybe: frozenset[str]
    unread: str = ""

    def of(self, host: str) -> tuple[bool | None, str]:
        """(declared or not or None, why nobody can tell)"""
        if any(_is_at(host, domain) for domain in self.certain):
            return True, ""
        if self.unread:
            return None, self.unread
        if any(_is_at(host, domain) for domain in self.maybe):
            return None, "nobody can tell whether the contract with whom it belongs to is in force"
        return False, ""


def contacted_hosts(visits: Population[Visit], system: System, audit: Audit) -> Population[ContactedHost]:
    """The hosts of every state, the site's own among them; the register is only read where there are others."""
    states: dict[tuple[str, bool], list[str]] = {}
    for visit in visits:
        for host, is_own in dict.fromkeys((one.host, one.first_party) for one in visit.requests):
            states.setdefault((host, is_own), []).append(visit.state)
    others = any(not is_own for _, is_own in states)
    declared = _declarations(system, audit) if others else Declarations(certain=frozenset(), maybe=frozenset())
    members = tuple(_host(host, is_own, seen, declared) for (host, is_own), seen in states.items())
    return Population(
        noun="hosts that the site sends requests to",
        members=members,
        unreadable=visits.unreadable,
        warnings=(*visits.warnings, *_grounds(system)),
        where_to_look=visits.where_to_look,
    )


def _host(host: str, is_own: bool, seen: Sequence[str], declared: Declarations) -> ContactedHost:
    known, why = (True, "") if is_own else declared.of(host)
    label = f"{host} ({', '.join(seen)})"
    return ContactedHost(label=label, host=host, first_party=is_own, states=tuple(seen), declared=known, untold=why)


def _declarations(system: System, audit: Audit) -> Declarations:
    from clausecheck.records.sharing.domains import domains

    named = frozenset(recipient.name.lower() for recipient in system.recipients)
    try:
        certain, maybe = domains(audit)
    except CannotVerify as reason:
        return Declarations(certain=named, maybe=frozenset(), unread=reason.reason)
    return Declarations(certain=named | certain, maybe=maybe)


def _grounds(system: System) -> Iterator[str]:
    for recipient in system.recipients:
        yield f"declared by the target: {recipient.name} ({recipient.ground})"


def _is_at(host: str, domain: str) -> bool:
    return host.lower() == domain or host.lower().endswith(f".{domain}")
