"""What is wrong with a certificate or its chain: in OpenSSL's words, and by its key, its signature and its names.

A certificate is valid on both of its ends, RFC 5280 section 4.1.2.5. Weak: RSA and DSA below 2048 bits, elliptic curves
below 256, signatures with MD5 or SHA-1 (NIST SP 800-131A rev. 2; CA/Browser Forum Baseline Requirements 6.1.5 and
7.1.3.2).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from clausecheck.connectors.tls.trust import Trust
from clausecheck.targets.addresses import Address, is_address

_WEAKEST_RSA, _WEAKEST_CURVE = 2048, 256
_WEAK_HASHES = {"md2", "md4", "md5", "sha1"}
_NOT_YET, _EXPIRED = 9, 10
_KNOWN: Final = {
    2: "unknown_authority", 18: "self_signed", 19: "unknown_authority", 20: "unknown_authority",
    21: "unknown_authority", 27: "unknown_authority", 62: "wrong_name", 64: "wrong_name",
    66: "weak_key", 67: "weak_key", 68: "weak_signature",
}  # fmt: skip
"""Error numbers of OpenSSL's `X509_verify_cert`; any other one is "unfit"."""


def flaw_of(number: int, certificate: x509.Certificate, trust: Trust) -> tuple[str, str]:
    """The flaw, or "", and what leaves it in doubt, or "", of one fault that OpenSSL found.

    What is shown today can have been issued after `as_of`: which certificate was shown then, nobody can tell.
    """
    as_of = trust.as_of.replace(microsecond=0)
    if number == _EXPIRED:
        return ("expired", "") if certificate.not_valid_after_utc < as_of else ("", "")
    if number == _NOT_YET:
        return _begun(certificate.not_valid_before_utc, as_of, trust.clock)
    return _KNOWN.get(number, "unfit"), ""


def _begun(begins: datetime, as_of: datetime, clock: datetime) -> tuple[str, str]:
    if begins <= as_of:
        return "", ""
    if begins <= clock:
        return "", "its certificate begins after the moment audited, and which one it showed then is unknown"
    return "not_yet_valid", ""


def own_flaws(presented: Sequence[x509.Certificate], address: Address) -> set[str]:
    """What is wrong with the certificates themselves, the server's own first. A root's own signature proves nothing."""
    flaws = set() if _is_for(presented[0], address) else {"wrong_name"}
    if any(strength_of(one.public_key())[1] for one in presented):
        flaws.add("weak_key")
    if any(signature_of(one) in _WEAK_HASHES for one in presented if one.issuer != one.subject or one is presented[0]):
        flaws.add("weak_signature")
    return flaws


def _is_for(certificate: x509.Certificate, address: Address) -> bool:
    from service_identity import CertificateError, VerificationError
    from service_identity.cryptography import verify_certificate_hostname, verify_certificate_ip_address

    check = verify_certificate_ip_address if is_address(address.server_name) else verify_certificate_hostname
    try:
        check(certificate, address.server_name.rstrip("."))
    except (CertificateError, VerificationError, ValueError, UnicodeError):
        # Without names that can be read, it is for nobody.
        return False
    return True


def strength_of(key: CertificatePublicKeyTypes) -> tuple[str, bool]:
    """A key in words ("RSA 2048"), and whether it is weak."""
    if isinstance(key, rsa.RSAPublicKey | dsa.DSAPublicKey):
        return f"{'RSA' if isinstance(key, rsa.RSAPublicKey) else 'DSA'} {key.key_size}", key.key_size < _WEAKEST_RSA
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.key_size}", key.key_size < _WEAKEST_CURVE
    return type(key).__name__.removesuffix("PublicKey"), False


def signature_of(certificate: x509.Certificate) -> str:
    """The name of the signature's hash: "sha256"; "" where it has none of its own, as Ed25519."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        hashed = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        # A hash so old that the library does not know it.
        return "md5"
    return hashed.name if hashed else ""
