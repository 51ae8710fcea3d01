"""When a run was there at the latest: a time-stamp of its manifest by an authority (RFC 3161), where one is configured.

An authority sees the SHA-256 of the manifest and nothing else. One that does not answer costs the time-stamp, never the
run.
"""

import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from clausecheck.errors import CannotVerify, CommandError
from clausecheck.evidence.manifest import digest
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

URL: Final = "CLAUSECHECK_TIMESTAMP_URL"
TIME_LIMIT: Final = 10.0
_MOST_BYTES: Final = 2**20
_EXTRA: Final = "rfc3161-client is not installed: pip install 'clausecheck[evidence]'"


def authority(environ: Mapping[str, str]) -> str:
    """The address of the authority, "" where none is named; `CommandError` where it cannot be one."""
    url = environ.get(URL, "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise CommandError(f"{URL}: this is no http:// or https:// address of a time-stamp authority")
    if url:
        _library()
    return url


def stamped(manifest: bytes, url: str) -> bytes:
    """The authority's response in DER. `CannotVerify` where it gives none, or one of something else."""
    made = _library()
    request = made.TimestampRequestBuilder().data(manifest).hash_algorithm(made.HashAlgorithm.SHA256).build()
    headers = {"Content-Type": "application/timestamp-query"}
    asked = urllib.request.Request(url, data=request.as_bytes(), headers=headers)  # noqa: S310 - `authority` saw to it
    try:
        with urllib.request.urlopen(asked, timeout=TIME_LIMIT) as answer:  # noqa: S310 - the same
            content: bytes = answer.read(_MOST_BYTES)
        response = made.decode_timestamp_response(content)
        given = response.tst_info
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise CannotVerify(
            f"the time-stamp authority gave no time-stamp ({kind_of(error)})", remedy=f"see what answers at {URL}"
        ) from None
    if given.nonce != request.nonce or given.message_imprint.message.hex() != digest(manifest):
        raise CannotVerify("the time-stamp authority answered something else", remedy=f"see what answers at {URL}")
    return content


def certificates(path: Path) -> "list[Certificate]":
    """The certificates of a PEM file; `CommandError` where it has none."""
    _library()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: the certificate cannot be read: {error.strerror}") from None
    except ValueError:
        raise CommandError(f"{path}: there is no certificate in PEM in it") from None


def moment_of(stamp: bytes) -> datetime:
    """When a time-stamp says that it was given; nobody has checked it. `ValueError` where it is none."""
    at: datetime = _library().decode_timestamp_response(stamp).tst_info.gen_time
    return at


def fault_of(stamp: bytes, manifest: bytes, roots: "list[Certificate]") -> str:
    """What is wrong with a time-stamp, as the end of a sentence, "" for nothing. Without roots, only what it is of."""
    made = _library()
    try:
        response = made.decode_timestamp_response(stamp)
        imprint = response.tst_info.message_imprint.message.hex()
    except ValueError:
        return "it is no time-stamp that can be read"
    if imprint != digest(manifest):
        return "it is of another manifest than the one that lies beside it"
    return _fault_of_chain(made, response, manifest, roots) if roots else ""


def _fault_of_chain(made: Any, response: Any, manifest: bytes, roots: "list[Certificate]") -> str:
    verifier = made.VerifierBuilder()
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    try:
        verifier.build().verify_message(response, manifest)
    except made.VerificationError:
        return "it was not given by this authority"
    return ""


def _library() -> Any:
    try:
        import rfc3161_client
    except ModuleNotFoundError:
        raise CommandError(f"{URL}: time-stamps cannot be asked for or read, as {_EXTRA}") from None
    return rfc3161_client
