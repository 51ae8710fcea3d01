"""A private authority: the certificates of the site's hosts are verified against its file, and then pinned.

Chromium reads no file of certificates. So each host is shaken hands with here first, verified as strictly as everywhere
(chain, name, dates), and the browser is told to accept this one public key: `--ignore-certificate-errors-spki-list`.
Any other key that it meets has to be of an authority that the machine trusts.
"""

import socket
import ssl
from base64 import b64encode
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from clausecheck.connectors.website.settings import Site
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of

HTTPS: Final = 443


def verification(site: Site) -> ssl.SSLContext:
    """What every connection from here verifies with. `CannotVerify` where the authority's file cannot be used."""
    try:
        return ssl.create_default_context(cafile=str(site.ca_file) if site.ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise CannotVerify(
            f"the certificates of the authority of system {site.system} cannot be read ({kind_of(error)})",
            remedy="name a file of certificates in PEM under `ca_file`",
        ) from None


def pins(site: Site) -> tuple[str, ...]:
    """The keys to accept: base64 of the SHA-256 of each host's SubjectPublicKeyInfo. None without a `ca_file`.

    `CannotVerify` where the site's own host does not show a certificate that the authority vouches for; a further host
    that does not is left out, and the browser will refuse it.
    """
    if site.ca_file is None or not site.origin.startswith("https:"):
        return ()
    context, url = verification(site), urlsplit(site.origin)
    try:
        own = _key(url.hostname or "", url.port or HTTPS, context, site.time_limit)
    except (OSError, ssl.SSLError) as error:
        raise CannotVerify(
            f"system {site.system}: no connection that its authority vouches for ({_why(error)})",
            tried="a TLS handshake with the certificates of `ca_file`",
            remedy="see that the site answers with a certificate of that authority, for its name and today",
        ) from None
    return tuple(sorted({own, *_further(site, context)}))


def _further(site: Site, context: ssl.SSLContext) -> set[str]:
    keys = set()
    for named in site.hosts:
        url = urlsplit(f"//{named}")
        try:
            keys.add(_key(url.hostname or "", url.port or HTTPS, context, site.time_limit))
        except (OSError, ssl.SSLError):  # the browser will refuse it, and its requests are recorded as they are sent
            continue
    return keys


def _key(host: str, port: int, context: ssl.SSLContext, seconds: float) -> str:
    with (
        socket.create_connection((loopback(host), port), timeout=seconds) as plain,
        context.wrap_socket(plain, server_hostname=host) as wrapped,
    ):
        certificate = wrapped.getpeercert(binary_form=True) or b""
    return b64encode(sha256(_public_key(certificate)).digest()).decode()


def _public_key(certificate: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def loopback(host: str) -> str:
    """Names below localhost are this machine's (RFC 6761, 6.3), which not every resolver knows; browsers do."""
    return "127.0.0.1" if host.rstrip(".").endswith(".localhost") else host


def _why(error: Exception) -> str:
    """What OpenSSL says of a certificate is its own list of phrases; anything else is named only."""
    return str(error.verify_message) if isinstance(error, ssl.SSLCertVerificationError) else kind_of(error)
