"""One endpoint, asked everything.

Old versions come first: where a newer one is answered afterwards, the old ones were refused, and we were not shut out.
"""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from clausecheck.connectors.tls import web
from clausecheck.connectors.tls.certificates import chain
from clausecheck.connectors.tls.door import Door
from clausecheck.connectors.tls.failures import NotOffered, TimeIsUp, Unanswered
from clausecheck.connectors.tls.handshakes import Refused, shaken, sni
from clausecheck.connectors.tls.hello import NUMBERS, offered
from clausecheck.connectors.tls.suites import ANY, BROKEN, CBC_SHA1, kind_of_suite
from clausecheck.connectors.tls.trust import Trust
from clausecheck.connectors.tls.wire import Deadline
from clausecheck.facts import Endpoint, Unreadable
from clausecheck.facts.endpoints import VERSIONS
from clausecheck.redaction import kind_of
from clausecheck.targets.addresses import Address


@dataclass(kw_only=True)
class Visit:
    """What is known of an endpoint so far; `doubts` are the reasons why something is not."""

    door: Door
    trust: Trust
    endpoint: Endpoint
    doubts: list[str] = field(default_factory=list)

    def learn(self, **known: object) -> None:
        self.endpoint = replace(self.endpoint, **known)  # type: ignore[arg-type]  # each caller names fields of it


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
        _versions(visit)
    except NotOffered:
        visit.learn(encrypted=False, plain_text=True)
        return
    for question in (_broken_ciphers, _certificate, _plain_text, _web):
        _asked(visit, question)


def _asked(visit: Visit, question: Callable[[Visit], None]) -> None:
    """One question; what it could not find out is noted. `TimeIsUp` ends the visit."""
    try:
        question(visit)
    except TimeIsUp:
        raise
    except (Unanswered, ssl.SSLError) as failure:
        visit.doubts.append(failure.why if isinstance(failure, Unanswered) else f"it breaks off ({kind_of(failure)})")


def _versions(visit: Visit) -> None:
    """Raises what the handshakes came to where no version completes one; `NotOffered` where the first one is not."""
    failures: dict[str, Unanswered] = {}
    for version in VERSIONS:
        try:
            _version(visit, version)
        except TimeIsUp as late:
            if not visit.endpoint.encrypted:
                raise
            raise TimeIsUp(f"{_named(version)}: {late.why}") from None
        except Unanswered as failure:
            if isinstance(failure, NotOffered) and not failures:
                raise
            failures[version] = failure
    if not visit.endpoint.encrypted:
        raise next(iter(sorted(failures.values(), key=lambda one: isinstance(one, Refused))))
    visit.doubts += [
        f"{_named(version)}: {one.why}" for version, one in failures.items() if not isinstance(one, Refused)
    ]


def _version(visit: Visit, version: str) -> None:
    """`Refused` where the server does not speak it. Up to TLS 1.2 its `ServerHello` says so, whatever comes after."""
    address = visit.door.address
    if version in NUMBERS:
        with visit.door.upgraded() as wire:
            agreed = offered(wire, version, ANY, sni(address))
        if agreed is None or agreed.version != version:
            raise Refused("it refuses the handshake")
    if version == "SSLv3":
        _note(visit, version, "")  # the standard library cannot go on from here
        return
    try:
        with visit.door.upgraded() as wire, shaken(wire, address, version) as (_, cipher):
            _note(visit, version, cipher)
    except Refused:
        if version not in NUMBERS:
            raise
        raise Unanswered("it agrees to the version, and the handshake does not complete") from None


def _note(visit: Visit, version: str, cipher: str) -> None:
    known = visit.endpoint
    visit.learn(
        encrypted=True, accepted=(*known.accepted, version),
        ciphers={**known.ciphers, version: cipher} if cipher else known.ciphers,
    )  # fmt: skip


def _named(version: str) -> str:
    return version if version.startswith("SSL") else f"TLS {version}"


def _broken_ciphers(visit: Visit) -> None:
    """Offers broken ciphers and nothing else; of what is accepted the kind is left out of the next offer."""
    found: list[str] = []
    while True:
        left = [suite for kind, suites in BROKEN.items() if kind not in found for suite in suites]
        suite = _chosen(visit, left) if left else None
        if suite is None:
            break
        found.append(kind_of_suite(suite))
    visit.learn(broken_ciphers=tuple(found))
    visit.learn(cbc_sha1=_chosen(visit, CBC_SHA1) is not None)


def _chosen(visit: Visit, suites: Sequence[int]) -> int | None:
    """The one of these suites that the server would use."""
    with visit.door.upgraded() as wire:
        agreed = offered(wire, "1.2", suites, sni(visit.door.address))
    return agreed.suite if agreed else None


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
