"""Who made a run: its manifest in an envelope, signed with Ed25519.

The envelope is DSSE 1.0 (https://github.com/secure-systems-lab/dsse): what is signed is the type of the payload and the
payload itself, so that neither can be taken for another. The key comes from the environment, as text or as a file.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clausecheck.errors import CommandError
from clausecheck.evidence.manifest import digest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY, KEY_FILE, PASSWORD = "CLAUSECHECK_SIGNING_KEY", "CLAUSECHECK_SIGNING_KEY_FILE", "CLAUSECHECK_SIGNING_KEY_PASSWORD"
TYPE: Final = "application/vnd.clausecheck.manifest+json"
_MAKE: Final = "make one with: openssl genpkey -algorithm ed25519 -out signing.pem"
_EXTRA: Final = "cryptography is not installed: pip install 'clausecheck[evidence]'"


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A private key, and the fingerprint of its public half: SHA-256 of it in DER, in hexadecimal."""

    key: "Ed25519PrivateKey"
    fingerprint: str

    def envelope(self, payload: bytes) -> bytes:
        """The payload, signed."""
        signature = base64.b64encode(self.key.sign(_authenticated(payload))).decode()
        told = {
            "payloadType": TYPE,
            "payload": base64.b64encode(payload).decode(),
            "signatures": [{"keyid": self.fingerprint, "sig": signature}],
        }
        return f"{json.dumps(told, indent=1)}\n".encode()


def signer(environ: Mapping[str, str]) -> Signer | None:
    """The key that the environment names, None where it names none; `CommandError` where that one cannot sign."""
    pem, source = _named(environ)
    if not pem:
        return None
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ModuleNotFoundError:
        raise CommandError(f"{source}: evidence cannot be signed, as {_EXTRA}") from None
    password = environ.get(PASSWORD, "").encode() or None
    try:
        key = load_pem_private_key(pem, password)
    except TypeError:
        why = f"{PASSWORD} is set, and the key needs none" if password else f"it is encrypted; set {PASSWORD}"
        raise CommandError(f"{source}: this key cannot sign: {why}") from None
    except (ValueError, UnsupportedAlgorithm):
        raise CommandError(f"{source}: this is no private key in PEM that can be read; {_MAKE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise CommandError(f"{source}: this key is of another kind than Ed25519; {_MAKE}")
    return Signer(key=key, fingerprint=fingerprint(key.public_key()))


def _named(environ: Mapping[str, str]) -> tuple[bytes, str]:
    """The PEM text of the key, b"" where none is named, and where it comes from."""
    text, file = environ.get(KEY, ""), environ.get(KEY_FILE, "")
    if text and file:
        raise CommandError(f"{KEY} and {KEY_FILE} are both set; leave one of them out")
    if not file:
        return text.encode(), KEY
    try:
        return Path(file).read_bytes() or b"-", KEY_FILE
    except OSError as error:
        raise CommandError(f"{KEY_FILE}: the key cannot be read: {error.strerror}") from None


def public_key(path: Path) -> "Ed25519PublicKey":
    """The public key of a PEM file. `CommandError` where it is none."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ModuleNotFoundError:
        raise CommandError(f"{path}: a signature cannot be checked, as {_EXTRA}") from None
    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: the key cannot be read: {error.strerror}") from None
    except (ValueError, UnsupportedAlgorithm):
        raise CommandError(
            f"{path}: this is no public key in PEM: openssl pkey -in signing.pem -pubout makes it"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise CommandError(f"{path}: this key is of another kind than Ed25519")
    return key


def fingerprint(key: "Ed25519PublicKey") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return digest(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def signers(envelope: bytes) -> tuple[str, ...]:
    """The fingerprints that an envelope claims; nobody has checked them. `ValueError` where it is no envelope."""
    return tuple(str(one["keyid"]) for one in _opened(envelope)["signatures"])


def fault_of(envelope: bytes, manifest: bytes, key: "Ed25519PublicKey | None") -> str:
    """What is wrong with an envelope, as the end of a sentence, "" for nothing. Without a key, only what it holds."""
    try:
        told = _opened(envelope)
        payload, signatures = base64.b64decode(told["payload"], validate=True), told["signatures"]
        given = [base64.b64decode(one["sig"], validate=True) for one in signatures]
    except (ValueError, KeyError, TypeError):
        return "it is no envelope that can be read"
    if told["payloadType"] != TYPE or payload != manifest:
        return "it holds another manifest than the one that lies beside it"
    if key is not None and not any(_holds(key, one, payload) for one in given):
        return "it was not signed with this key"
    return ""


def _opened(envelope: bytes) -> dict[str, Any]:
    told = json.loads(envelope)
    if not isinstance(told, dict) or not {"payloadType", "payload", "signatures"} <= told.keys():
        raise ValueError("no envelope")
    return told


def _holds(key: "Ed25519PublicKey", signature: bytes, payload: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, _authenticated(payload))
    except InvalidSignature:
        return False
    return True


def _authenticated(payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding."""
    name = TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(payload), payload)
