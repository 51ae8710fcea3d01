"""Contact details of the policy: shown on the website, and answering where that can be asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final, cast

from clausecheck.audit.administrators import context_of
from clausecheck.audit.once import once
from clausecheck.audit.site import pages
from clausecheck.connectors.all_connectors import connector
from clausecheck.errors import CannotVerify
from clausecheck.facts import Mailbox, Page, Population, PublishedContact
from clausecheck.model import Obligation
from clausecheck.policy.obligations.contact import PublishedContactDetail
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

NOUN: Final = "ways to reach the company"
ADDRESSES: Final = {"email": "the e-mail address", "data_protection_officer": "the data protection officer's address"}
_PAGES: Final = ("contact", "privacy_policy")
_NUMBER: Final = re.compile(r"\+?\d(?:[\s().\u00a0\u2010-\u2015/-]{0,3}\d){6,17}")
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_NATIONAL: Final = 9
"""Digits: less than that is a number within a town, which leads elsewhere from another."""


def contacts_of(obligation: Obligation, system: System, audit: Audit) -> Population[PublishedContact]:
    """One detail: on each page that has to show it, and for an address, whether its domain takes mail for it."""
    obligation = cast("PublishedContactDetail", obligation)
    contact = obligation.contact
    detail = _detail(contact, audit)
    shown = _pages(system, audit)
    members = [_shown(contact, detail, page) for page in shown]
    warnings: tuple[str, ...] = ()
    if contact in ADDRESSES:
        answering, warnings = _answering(ADDRESSES[contact], str(detail), audit)
        members.append(answering)
    return Population(noun=NOUN, members=tuple(members), unreadable=pages.unshown(shown), warnings=warnings)


def _detail(contact: str, audit: Audit) -> Any:
    """As the policy has it, or the target where the published copy hides it."""
    given = audit.contacts.get(contact)
    if isinstance(given, str | list | tuple) and given:
        return given
    if not (supplied := audit.target.contacts.get(contact)):
        raise CannotVerify(
            f"the published copy hides the {contact}, and the target does not say what it is",
            remedy=f"name it in the target: `contacts: {{{contact}: …}}`",
        )
    return supplied


def _pages(system: System, audit: Audit) -> list[Page]:
    """The contact page where the target names one, else the policy itself, whose section it is."""
    name = next((one for one in _PAGES if one in pages.names(system)), _PAGES[0])
    return pages.called(name, system, audit)


def _shown(contact: str, detail: Any, page: Page) -> PublishedContact:
    label = f"{contact.replace('_', ' ')} on {page.label}"
    return PublishedContact(label=label, holds=_SHOWS[contact](detail, page))


def _has_address(address: str, page: Page) -> bool:
    return _folded(address) in map(_folded, page.mail_addresses)


def _folded(address: str) -> str:
    """Domains are the same in any case; the part before them is what the domain makes of it (rigour 22)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _has_phone(number: str, page: Page) -> bool:
    wanted = _digits(number)
    linked = " ; ".join(link.href.removeprefix("tel:") for link in page.links if link.href.startswith("tel:"))
    found = {_digits(match[0]) for text in (page.text, linked) for match in _NUMBER.finditer(text)}
    return any(one == wanted or (len(one) >= _SHORTEST_NATIONAL and wanted.endswith(one)) for one in found)


def _digits(written: str) -> str:
    return "".join(letter for letter in written if letter.isdigit())


def _has_lines(lines: Any, page: Page) -> bool:
    """Every line of the address, in their order; how they are broken and punctuated is the page's business."""
    text, at = _words(page.text), 0
    for line in lines:
        at = text.find(_words(line), at)
        if at < 0:
            return False
    return True


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


_SHOWS: Final = {
    "email": _has_address,
    "data_protection_officer": _has_address,
    "phone": _has_phone,
    "address": _has_lines,
}


def _answering(what: str, address: str, audit: Audit) -> tuple[PublishedContact, tuple[str, ...]]:
    """Whether its domain takes mail for an address, and what the domain lacks besides."""
    label = f"{what}: takes mail"
    domain = address.rpartition("@")[2].lower()
    system = next((one for one in audit.target.systems.values() if _covers(one, domain)), None)
    if system is None:
        why = "no system of kind mail in the target names its domain, so nobody asked"
        return PublishedContact(label=label, holds=None, untold=why), ()
    try:
        mailbox, warnings = _asked(system, address, domain, audit)
    except CannotVerify as reason:
        return PublishedContact(label=label, holds=None, untold=reason.reason), ()
    return PublishedContact(label=label, holds=mailbox.accepts, untold=mailbox.untold), warnings


def _covers(system: System, domain: str) -> bool:
    named: Any = system.settings.get("domains") or ()
    return system.kind == "mail" and domain in (str(one).lower().rstrip(".") for one in named)


def _asked(system: System, address: str, domain: str, audit: Audit) -> tuple[Mailbox, tuple[str, ...]]:
    """All addresses of the domain are asked about at once: a server that hangs costs its time limit once."""
    addresses = [one for one in _addresses(audit) if one.rpartition("@")[2].lower() == domain]
    named = replace(system, settings={**system.settings, "mailboxes": addresses})
    told = once(system, domain, lambda: connector(system.kind).FACTS["mailboxes"](named, context_of(audit)))
    mailbox = next(one for one in told if one.address == address)
    if mailbox.accepts is None:
        return mailbox, ()
    return mailbox, once(system, f"records of {domain}", lambda: tuple(_published(system, domain))) + tuple(
        _warnings(mailbox, domain)
    )


def _addresses(audit: Audit) -> list[str]:
    given = {name: audit.contacts.get(name) for name in ADDRESSES} | dict(audit.target.contacts)
    return list(dict.fromkeys(str(one) for one in given.values() if isinstance(one, str)))


def _warnings(mailbox: Mailbox, domain: str) -> Iterator[str]:
    if mailbox.accepts_anything:
        yield f"the mail server of {domain} takes whatever comes, so its yes does not show that anybody reads it"
    if mailbox.accepts and not mailbox.encrypted:
        yield f"the mail server of {domain} did not speak over TLS that is trusted"


def _published(system: System, domain: str) -> Iterator[str]:
    from clausecheck.connectors.mail.domains import published

    told = published(system, domain)
    if told.spf is None and "SPF" not in told.unasked:
        yield f"{domain} has no SPF record: others may write in its name"
    if told.dmarc in (None, "none") and "DMARC" not in told.unasked:
        yield f"{domain} asks nobody to refuse mail that is forged (no DMARC policy)"


subjects, missing = pages.subjects, pages.missing
jobs = partial(pages.jobs, contacts_of)
