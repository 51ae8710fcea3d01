"""Clause 4.1.a, in transit: what an endpoint really accepts."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Endpoint, Population
from clausecheck.policy.obligations.security import EncryptionInTransit


@pytest.mark.obligation("encryption_in_transit")
def test_traffic_is_encrypted(obligation: EncryptionInTransit, endpoints: Population[Endpoint]) -> None:
    """Every endpoint speaks current TLS, with a certificate that can be trusted, and nothing without it.

    Whoever sits between two machines must read and change nothing. What counts is what a handshake really accepts, not
    what a configuration says: one old version or one broken cipher is enough for an attacker, who chooses the weakest.
    Databases, mail and directories are asked through their own upgrade to TLS, as websites are.

    Violated: an endpoint has no TLS, or serves in plain text too (of a website: plain HTTP that does not lead to
    https); it accepts an older version than the policy allows, or a broken cipher (none at all, anonymous, export, RC4,
    DES, 3DES); its certificate has expired, is not valid yet, is signed by itself or by an unknown authority, is for
    another name, or has a weak key or signature; or it is a website without HSTS. A certificate is judged at the
    moment audited, and valid on both of its ends.

    Remedy: switch old versions, broken ciphers and plain text off; renew the certificate from an authority that clients
    know, or name a private one by `ca_file`; redirect plain HTTP and send Strict-Transport-Security.

    Source: GDPR Art. 32(1)(a); RFC 9325 (BCP 195); NIST SP 800-52 rev. 2; RFC 8996 (TLS 1.0 and 1.1 are over); RFC 6797
    (HSTS); RFC 8314 (mail).
    """
    classes = {
        "no_tls": [one for one in endpoints if one.encrypted is False],
        "old_version": [one for one in endpoints if one.older_than(obligation.minimum_tls)],
        "broken_cipher": [one for one in endpoints if one.broken_ciphers],
        "expired": [one for one in endpoints if one.has("expired")],
        "not_yet_valid": [one for one in endpoints if one.has("not_yet_valid")],
        "self_signed": [one for one in endpoints if one.has("self_signed")],
        "unknown_authority": [one for one in endpoints if one.has("unknown_authority", "unfit")],
        "wrong_name": [one for one in endpoints if one.has("wrong_name")],
        "weak_certificate": [one for one in endpoints if one.has("weak_key", "weak_signature")],
        "plain_text_too": [one for one in endpoints if one.encrypted and one.plain_text],
        "no_hsts": [one for one in endpoints if one.hsts == 0],
    }
    offenders = [one for one in endpoints if any(one in found for found in classes.values())]
    if offenders:
        named = ", ".join(f"{name.replace('_', ' ')} {len(found)}" for name, found in classes.items() if found)
        raise Violation(
            promised=f"Every endpoint speaks TLS {obligation.minimum_tls} or newer only, with a trusted certificate.",
            found=f"Not so ({named})",
            offenders=offenders,
            remedy="Switch off what is old, broken or plain; renew certificates; redirect plain HTTP and send HSTS.",
            counts={name: len(found) for name, found in classes.items()},
        )
