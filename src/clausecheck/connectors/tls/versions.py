"""The versions of TLS that an endpoint accepts, and the broken ciphers."""

from collections.abc import Sequence

from clausecheck.connectors.tls.failures import NotOffered, TimeIsUp, Unanswered
from clausecheck.connectors.tls.handshakes import Refused, shaken
from clausecheck.connectors.tls.hello import NUMBERS
from clausecheck.connectors.tls.suites import ANY, BROKEN, CBC_SHA1, kind_of_suite
from clausecheck.connectors.tls.visit import Visit
from clausecheck.facts.endpoints import VERSIONS


def ask_versions(visit: Visit) -> None:
    """Which versions it accepts, the oldest first: where a newer one is answered, the old ones were refused.

    Raises what the handshakes came to where no version completes one; `NotOffered` where the first
    one is not.
    """
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
        agreed = visit.agreed(version, ANY)
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


def ask_ciphers(visit: Visit) -> None:
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
    agreed = visit.agreed("1.2", suites)
    return agreed.suite if agreed else None
