"""Handshakes that go all the way, at one fixed version each, with the standard library.

They verify no certificate: an expired one must not hide that TLS 1.0 is accepted, and nothing is sent over them that
an eavesdropper could use. Whether a certificate can be trusted is for `certificates` to say, which always verifies.
"""

import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from clausecheck.connectors.tls.failures import Closed, Unanswered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.redaction import kind_of
from clausecheck.targets.addresses import Address, is_address

_TLS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}
VERSIONS = tuple(_TLS)
"""Those that Python's library can speak; SSL 3.0 it cannot."""
_EVERYTHING = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
_SAYS_NO = {
    "TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY",
    "SSLV3_ALERT_ILLEGAL_PARAMETER", "TLSV1_UNRECOGNIZED_NAME", "UNSUPPORTED_PROTOCOL", "UNEXPECTED_EOF_WHILE_READING",
}  # fmt: skip


class Refused(Unanswered):
    """The server says no to what was offered."""


class Unfinished(Unanswered):
    """The handshake failed for a reason that says nothing of what the server accepts."""

    remedy = "see in its log why the handshake fails"


@contextmanager
def shaken(wire: Wire, address: Address, version: str = "") -> Iterator[tuple[Wire, str]]:
    """The same connection, encrypted with this version, else with the newest; and the cipher's name.

    `Refused` or `Unfinished` where the handshake does not complete.
    """
    try:
        secure = _contexts()[version].wrap_socket(
            wire.socket, server_hostname=sni(address) or None, do_handshake_on_connect=False
        )
    except OSError as lost:
        raise Closed(f"the connection was lost ({kind_of(lost)})") from None
    with secure:
        inner = Wire(secure, wire.deadline)
        try:
            with inner.bounded():
                secure.do_handshake()
        except ssl.SSLError as failure:
            raise _told(failure) from None
        yield inner, (secure.cipher() or ("",))[0]


def sni(address: Address) -> str:
    """The name that a client tells at the beginning; an address is none."""
    return "" if is_address(address.server_name) else address.server_name.rstrip(".")


def _told(failure: ssl.SSLError) -> Unanswered:
    reason = str(failure.reason or "").upper()
    if reason in _SAYS_NO or isinstance(failure, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Refused("it refuses the handshake")
    return Unfinished(f"the handshake fails ({kind_of(failure)})")


@cache
def _contexts() -> Mapping[str, ssl.SSLContext]:
    """One context for each version, and one for whatever comes, named ""; connections share them."""
    with warnings.catch_warnings():
        # That TLS 1.0 and 1.1 must not be used is what is being found out.
        warnings.simplefilter("ignore", DeprecationWarning)
        every = _context(ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_3)
        return {"": every} | {version: _context(number, number) for version, number in _TLS.items()}


def _context(oldest: ssl.TLSVersion, newest: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version, context.maximum_version = oldest, newest
    context.set_ciphers(_EVERYTHING)
    context.options |= ssl.OP_LEGACY_SERVER_CONNECT if hasattr(ssl, "OP_LEGACY_SERVER_CONNECT") else 0x4
    return context
