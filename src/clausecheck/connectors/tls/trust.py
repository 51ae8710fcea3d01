"""The authorities that are trusted: the system's, and the one that the target names by file."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of


@dataclass(frozen=True, kw_only=True)
class Trust:
    """`context` is pyOpenSSL's, with the authorities, judging at `as_of`; connections share it. Moments are aware."""

    context: Any = field(repr=False)
    as_of: datetime
    clock: datetime


def trusting(files: Iterable[Path], *, as_of: datetime, clock: datetime) -> Trust:
    """The machine's authorities (`SSL_CERT_FILE` names others), and those in these PEM files.

    `CannotVerify` where a file cannot be read. There is no way to switch verification off.
    """
    from OpenSSL import SSL, crypto

    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_cipher_list(b"ALL:@SECLEVEL=0")
    context.set_ocsp_client_callback(_stapled)
    _load_system(context)
    for file in files:
        _load(context, file)
    store = context.get_cert_store()
    assert store is not None
    store.set_time(as_of.astimezone(UTC))
    # Whoever names an intermediate authority by file trusts it, whatever is above it: as Python itself since 3.13.
    store.set_flags(crypto.X509StoreFlags.PARTIAL_CHAIN)
    return Trust(context=context, as_of=as_of, clock=clock)


def _stapled(connection: Any, response: bytes, _data: object) -> bool:
    """Keep with the connection whether there was one; what it says is the certificate's authority's business."""
    tell: Callable[[bool], None] = connection.get_app_data()
    tell(bool(response))
    return True


def _load_system(context: Any) -> None:
    paths = ssl.get_default_verify_paths()
    if paths.cafile or paths.capath:
        context.load_verify_locations(paths.cafile, paths.capath)


def _load(context: Any, file: Path) -> None:
    from OpenSSL import SSL

    try:
        context.load_verify_locations(str(file))
    except SSL.Error as failure:
        raise CannotVerify(
            f"the file of the private authority cannot be read ({kind_of(failure)})",
            remedy="name a PEM file of certificates under `ca_file:`",
        ) from None
