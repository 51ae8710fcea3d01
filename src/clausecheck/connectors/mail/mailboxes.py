"""Facts of mailboxes: whether a domain's own servers would take mail for them. No mail is sent."""

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from clausecheck.connectors.mail.dialogue import Reply, Said, converse
from clausecheck.connectors.mail.names import Unanswered
from clausecheck.connectors.mail.servers import Mail, domain_of, opened
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population
from clausecheck.facts.mail import Mailbox
from clausecheck.targets.model import System

NOUN = "mailboxes"
_AT_ONCE = 16
_ABOUT_MAILBOXES = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
"""RFC 3463 and 7505: no such mailbox, system or syntax; moved away; no mail at all; disabled."""
_PERMANENT = {550, 551, 553}
"""Without an enhanced code: no such mailbox, not here, not allowed as a name (RFC 5321)."""


def mailboxes(system: System, context: Context) -> Population[Mailbox]:
    """Every mailbox that the system names."""
    mail = opened(system)
    addresses = list(dict.fromkeys(mail.setting("mailboxes")))
    if not addresses:
        raise CannotVerify(f"{system.name} names no mailbox", remedy="name it under mailboxes: of the system")
    by_domain: dict[str, list[str]] = {}
    for address in addresses:
        by_domain.setdefault(domain_of(address), []).append(address)
    with ThreadPoolExecutor(min(_AT_ONCE, len(by_domain))) as pool:
        told = dict(
            pair for pairs in pool.map(lambda one: _told(mail.from_now(), *one), by_domain.items()) for pair in pairs
        )
    label = context.pseudonyms.of
    members = tuple(replace(told[address], label=label("mailbox", address)) for address in addresses)
    return Population(noun=NOUN, members=members)


def _told(mail: Mail, domain: str, addresses: Sequence[str]) -> list[tuple[str, Mailbox]]:
    """What the exchangers of one domain say of its mailboxes, within the system's time limit altogether."""
    try:
        hosts = mail.exchangers(domain)
        nowhere = not hosts or not any(host for _, host in hosts)
    except Unanswered as why:
        return [(one, _untold(one, domain, f"nobody could tell where its mail goes ({why})")) for one in addresses]
    if nowhere:
        return [(one, Mailbox(label="", address=one, domain=domain, accepts=False)) for one in addresses]
    return _asked(mail, domain, addresses, [host for _, host in hosts if host])


def _asked(mail: Mail, domain: str, addresses: Sequence[str], hosts: Sequence[str]) -> list[tuple[str, Mailbox]]:
    """Of the exchangers in their order: the first that decides about a mailbox decides, as for any sender of mail."""
    nobody = f"clausecheck-{secrets.token_hex(8)}@{domain}"
    told = {one: _untold(one, domain, "no server of its domain answers") for one in addresses}
    for host in hosts:
        open_ones = [one for one, mailbox in told.items() if mailbox.accepts is None]
        if not open_ones or mail.names.left() < 0.1:
            break
        try:
            said = converse(mail.server(host), [*open_ones, nobody])
        except Unanswered as why:
            said = Said(answers=False, why=str(why))
        for one in open_ones:
            told[one] = _mailbox(one, domain, said, said.replies.get(nobody))
    return list(told.items())


def _mailbox(address: str, domain: str, said: Said, nobody: Reply | None) -> Mailbox:
    reply = said.replies.get(address)
    if reply is None:
        return _untold(address, domain, f"its server did not say: {said.why or 'it broke off'}")
    accepts = verdict(reply)
    return Mailbox(
        label="",
        address=address,
        domain=domain,
        accepts=accepts,
        accepts_anything=verdict(nobody) if nobody and accepts else None,
        encrypted=bool(said.starttls and said.trusted),
        code=reply.code,
        untold="" if accepts is not None else _why(reply),
    )


def verdict(reply: Reply) -> bool | None:
    """Yes, a permanent no that is about the mailbox, or neither: a refusal may be about us, or about this moment."""
    if reply.code in (250, 251):
        return True
    if 500 <= reply.code < 600 and (reply.about in _ABOUT_MAILBOXES or (not reply.about and reply.code in _PERMANENT)):
        return False
    return None


def _why(reply: Reply) -> str:
    about = f" {reply.code // 100}.{reply.about[0]}.{reply.about[1]}" if reply.about else ""
    if 400 <= reply.code < 500:
        return f"its server says to come back later ({reply.code}{about})"
    return f"its server refuses, which may be about us and not the mailbox ({reply.code}{about})"


def _untold(address: str, domain: str, why: str) -> Mailbox:
    return Mailbox(label="", address=address, domain=domain, accepts=None, untold=why)
