"""IMAP: the command STARTTLS (RFC 9051 section 6.2.1)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

_LINES_AT_MOST = 100
_Signed = tuple[str, list[str]]


def upgrade(wire: Wire, _address: Address) -> None:
    _greeted(wire)
    if "STARTTLS" not in _capabilities(wire):
        raise NotOffered("it offers no STARTTLS")
    status, _ = _said(wire, "c2", "STARTTLS")
    if status != "OK":
        raise NotOffered("it offers STARTTLS and refuses it")
    wire.refuse_leftovers()


def plain(opened: Callable[[], AbstractContextManager[Wire]], _secured: object, _address: Address) -> bool:
    """Whether it lets somebody sign in without encryption: it does where it does not say LOGINDISABLED."""
    with opened() as wire:
        if _greeted(wire) == "PREAUTH":
            return True
        offers = _capabilities(wire)
        return "LOGINDISABLED" not in offers or any(offer.startswith("AUTH=") for offer in offers)


def _greeted(wire: Wire) -> str:
    words = wire.line().decode("ascii", "replace").upper().split()
    if len(words) < 2 or words[0] != "*" or words[1] not in ("OK", "PREAUTH"):
        raise Garbled("it does not greet as a mailbox server that is ready")
    return words[1]


def _capabilities(wire: Wire) -> set[str]:
    status, lines = _said(wire, "c1", "CAPABILITY")
    told = [line.split()[2:] for line in lines if line.startswith("* CAPABILITY")]
    if status != "OK" or not told:
        raise Garbled("it does not tell its capabilities")
    return {word for words in told for word in words}


def _said(wire: Wire, tag: str, command: str) -> _Signed:
    wire.send(f"{tag} {command}\r\n".encode("ascii"))
    lines: list[str] = []
    while len(lines) < _LINES_AT_MOST:
        line = wire.line().decode("ascii", "replace").upper()
        words = line.split()
        if words and words[0] == tag.upper():
            return (words[1] if len(words) > 1 else ""), lines
        lines.append(line)
    raise Garbled("it answers without an end")
