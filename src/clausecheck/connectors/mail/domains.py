"""Facts of mail domains: where their mail goes, and what they publish about who may send in their name."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from clausecheck.connectors.mail.dialogue import converse
from clausecheck.connectors.mail.names import Unanswered
from clausecheck.connectors.mail.servers import Mail, opened
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population
from clausecheck.facts.mail import Exchanger, MailDomain
from clausecheck.targets.model import System

NOUN = "mail domains"
_AT_ONCE = 16
_ALL = re.compile(r"(?:^|\s)([-~?+]?)all(?:\s|$)", re.IGNORECASE)
_TAG = re.compile(r"(?:^|;)\s*(\w+)\s*=\s*([^;]*)")
T = TypeVar("T")


def mail_domains(system: System, _context: Context) -> Population[MailDomain]:
    """Every domain that the system names, and that of every mailbox."""
    mail = opened(system)
    domains = mail.domains
    if not domains:
        raise CannotVerify(f"{system.name} names no mail domain", remedy="name it under domains: of the system")
    with ThreadPoolExecutor(min(_AT_ONCE, len(domains))) as pool:
        members = tuple(pool.map(lambda domain: mail_domain(mail.from_now(), domain), domains))
    return Population(noun=NOUN, members=members, where_to_look="dig MX, TXT of each domain")


def published(system: System, domain: str) -> MailDomain:
    """What a domain's records say, without speaking to a mail server."""
    return mail_domain(opened(system).from_now(), domain, speaks=False)


def mail_domain(mail: Mail, domain: str, *, speaks: bool = True) -> MailDomain:
    """What one domain publishes; with `speaks`, each of its exchangers is spoken to as well.

    All of it together takes the system's time limit at most.
    """
    unasked: dict[str, str] = {}

    def asked(what: str, ask: Callable[[], T], otherwise: T) -> T:
        try:
            return ask()
        except Unanswered as why:
            unasked[what] = str(why)
            return otherwise

    nowhere: list[tuple[int | None, str]] = []
    hosts = asked("MX", lambda: mail.exchangers(domain), nowhere)
    exists = asked("SOA", lambda: bool(hosts) or mail.names.exists(domain), otherwise=True)
    return MailDomain(
        label=f"domain {domain}",
        domain=domain,
        takes_mail=None if "MX" in unasked else _takes_mail(hosts, exists=exists),
        spf=asked("SPF", lambda: spf_of(mail.names.texts(domain)), None),
        dmarc=asked("DMARC", lambda: _dmarc(mail, domain), None),
        dkim={
            selector: asked(f"DKIM {selector}", lambda selector=selector: _has_key(mail, selector, domain), False)  # type: ignore[misc]
            for selector in mail.setting("dkim_selectors")
        },
        # After the questions, which are quick: a server that hangs leaves them answered.
        exchangers=tuple(_spoken(mail, hosts)) if speaks else (),
        unasked=unasked,
        untold=f"nobody could tell where its mail goes ({unasked['MX']})" if "MX" in unasked else "",
    )


def _takes_mail(hosts: list[tuple[int | None, str]], *, exists: bool) -> bool:
    return exists and any(host for _, host in hosts)


def _spoken(mail: Mail, hosts: list[tuple[int | None, str]]) -> Iterator[Exchanger]:
    named = [(preference, host) for preference, host in hosts if host]
    if named:
        with ThreadPoolExecutor(min(_AT_ONCE, len(named))) as pool:
            yield from pool.map(lambda one: _exchanger(mail, *one), named)


def _exchanger(mail: Mail, preference: int | None, host: str) -> Exchanger:
    try:
        said = converse(mail.server(host))
    except Unanswered as why:
        return Exchanger(host=host, preference=preference, answers=None, why=str(why))
    told = {name: getattr(said, name) for name in ("answers", "starttls", "trusted", "why")}
    return Exchanger(host=host, preference=preference, **told)


def spf_of(texts: list[str]) -> str | None:
    """What the SPF record of these TXT records does with everybody whom it does not name (RFC 7208); None without one.

    Two of them are as good as none to a receiver: that is "two records".
    """
    records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if len(records) != 1:
        return "two records" if records else None
    if match := _ALL.search(records[0]):
        return f"{match[1] or '+'}all"
    return "redirect" if "redirect=" in records[0].lower() else ""


def _dmarc(mail: Mail, domain: str) -> str | None:
    """The policy for this domain: its own, else that of the nearest domain above it that has one (RFC 9989's walk)."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        if policy := dmarc_of(mail.names.texts(f"_dmarc.{'.'.join(labels[start:])}"), below=bool(start)):
            return policy
    return None


def dmarc_of(texts: list[str], *, below: bool = False) -> str | None:
    """The policy that a DMARC record asks for; `below` asks for that of domains below. None without one record."""
    records = [dict(_TAG.findall(text)) for text in texts if text.lower().replace(" ", "").startswith("v=dmarc1")]
    if len(records) != 1:
        return None
    tags = {tag.lower(): value.strip().lower() for tag, value in records[0].items()}
    return (tags.get("sp") if below else None) or tags.get("p") or "none"


def _has_key(mail: Mail, selector: str, domain: str) -> bool:
    """Whether a selector publishes a key; an empty one is a key that was withdrawn (RFC 6376)."""
    tags = [dict(_TAG.findall(text)) for text in mail.names.texts(f"{selector}._domainkey.{domain}")]
    return any(one.get("p", "").strip() for one in tags)
