"""SMTP: the command STARTTLS (RFC 3207)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

_LINES_AT_MOST = 100
_MUST_BE_ENCRYPTED = 530
_WHO = b"EHLO clausecheck.invalid"


def upgrade(wire: Wire, _address: Address) -> None:
    offers = _greeted(wire)
    if "STARTTLS" not in offers:
        raise NotOffered("it offers no STARTTLS")
    code, _ = _said(wire, b"STARTTLS")
    if code != 220:
        raise NotOffered("it offers STARTTLS and refuses it")
    wire.refuse_leftovers()


def plain(opened: Callable[[], AbstractContextManager[Wire]], _secured: object, _address: Address) -> bool | None:
    """Whether it lets somebody sign in, or begin a message, without encryption. No message is ever sent.

    Only "530", which asks for STARTTLS or for a sign-in that is not offered, is a no.
    """
    with opened() as wire:
        offers = _greeted(wire)
        if "AUTH" in {offer.split("=")[0] for offer in offers}:
            return True
        code, _ = _said(wire, b"MAIL FROM:<>")
        _said(wire, b"RSET")
        return True if 200 <= code < 300 else False if code == _MUST_BE_ENCRYPTED else None


def _greeted(wire: Wire) -> set[str]:
    """The extensions that it offers; `Garbled` where it greets like no mail server."""
    code, _ = _answer(wire)
    if code != 220:
        raise Garbled("it does not greet as a mail server that is ready")
    code, lines = _said(wire, _WHO)
    if code != 250:
        raise Garbled("it knows no EHLO")
    return {words[0].upper() for line in lines[1:] if (words := line.split())}


def _said(wire: Wire, command: bytes) -> tuple[int, list[str]]:
    wire.send(command + b"\r\n")
    return _answer(wire)


def _answer(wire: Wire) -> tuple[int, list[str]]:
    lines: list[str] = []
    while len(lines) < _LINES_AT_MOST:
        line = wire.line()
        if len(line) < 3 or not line[:3].isdigit() or line[3:4] not in (b" ", b"-", b""):
            raise Garbled("it does not answer as a mail server")
        lines.append(line[4:].decode("ascii", "replace"))
        if line[3:4] != b"-":
            return int(line[:3]), lines
    raise Garbled("it answers without an end")
