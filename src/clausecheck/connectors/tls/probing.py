"""One endpoint, asked everything."""

import ssl
from collections.abc import Callable
from dataclasses import replace

from clausecheck.connectors.tls import web
from clausecheck.connectors.tls.certificates import chain
from clausecheck.connectors.tls.door import Door
from clausecheck.connectors.tls.failures import NotOffered, TimeIsUp, Unanswered
from clausecheck.connectors.tls.trust import Trust
from clausecheck.connectors.tls.versions import ask_ciphers, ask_versions
from clausecheck.connectors.tls.visit import Visit
from clausecheck.connectors.tls.wire import Deadline
from clausecheck.facts import Endpoint, Unreadable
from clausecheck.redaction import kind_of
from clausecheck.targets.addresses import Address


def probed(address: Address, trust: Trust, time_limit: float) -> Endpoint | Unreadable:
    """Everything about one endpoint, within `time_limit` seconds altogether. It never raises.

    `Unreadable` where no handshake completes, and it does not say that it has no TLS either. The first question that
    runs out of time is the last: the rest stays untold.
    """
    door = Door(address=address, deadline=Deadline.after(time_limit))
    visit = Visit(
        door=door, trust=trust, endpoint=Endpoint(label=address.label, protocol=address.scheme, encrypted=None)
    )
    try:
        (_plainly if address.scheme == "http" else _thoroughly)(visit)
    except Unanswered as failure:
        if visit.endpoint.encrypted is None:
            return Unreadable(what=address.label, why=failure.why, remedy=failure.remedy)
        visit.doubts.append(failure.why)
    except Exception as error:
        return Unreadable(what=address.label, why=f"asking it failed ({kind_of(error)})", remedy="report it")
    return replace(visit.endpoint, doubts=tuple(dict.fromkeys(visit.doubts)))


def _plainly(visit: Visit) -> None:
    with visit.door.opened() as wire:
        web.answers(wire, visit.door.address)
    visit.learn(encrypted=False, plain_text=True)


def _thoroughly(visit: Visit) -> None:
    try:
        ask_versions(visit)
    except NotOffered:
        visit.learn(encrypted=False, plain_text=True)
        return
    for question in (ask_ciphers, _certificate, _plain_text, _web):
        _asked(visit, question)


def _asked(visit: Visit, question: Callable[[Visit], None]) -> None:
    """One question; what it could not find out is noted. `TimeIsUp` ends the visit."""
    try:
        question(visit)
    except TimeIsUp:
        raise
    except (Unanswered, ssl.SSLError) as failure:
        visit.doubts.append(failure.why if isinstance(failure, Unanswered) else f"it breaks off ({kind_of(failure)})")


def _certificate(visit: Visit) -> None:
    with visit.door.upgraded() as wire:
        found = chain(wire, visit.door.address, visit.trust)
    visit.learn(certificate=found.certificate, ocsp_stapled=found.stapled)
    if found.doubt:
        visit.doubts.append(found.doubt)


def _plain_text(visit: Visit) -> None:
    address = visit.door.address
    if address.scheme == "https":
        return
    visit.learn(plain_text=visit.door.plain_text())


def _web(visit: Visit) -> None:
    """The header first: where plain HTTP is dropped on the way, its silence costs what is left of the time."""
    address = visit.door.address
    if address.scheme != "https":
        return
    _asked(visit, _hsts)
    visit.learn(plain_text=web.serves_plain(address, visit.door.deadline) if address.http else False)


def _hsts(visit: Visit) -> None:
    with visit.door.secured() as wire:
        visit.learn(hsts=web.hsts(wire, visit.door.address))
