"""The company's throw-away authority: what it signs can be trusted by whoever is told to, and by nobody else."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from fixtures.certificates import Certified
from fixtures.clearcall.authority import authority, certificate

LONG_AGO = datetime(2025, 3, 1, 12, tzinfo=UTC)


@contextmanager
def served(certified: Certified) -> Iterator[tuple[str, int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified.chain, certified.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_once, args=(listening, context))
        thread.start()
        yield listening.getsockname()
        thread.join(10)


def _once(listening: socket.socket, context: ssl.SSLContext) -> None:
    plain, _ = listening.accept()
    with plain:
        try:
            context.wrap_socket(plain, server_side=True).close()
        except OSError:
            return  # the client did not trust it: what the test asks for


def test_who_is_told_of_the_authority_trusts_its_certificates_now(tmp_path: Path) -> None:
    made = authority(tmp_path, LONG_AGO)
    trusting = ssl.create_default_context(cafile=str(made.file))
    with (
        served(certificate(made, LONG_AGO)) as address,
        socket.create_connection(address) as plain,
        trusting.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        assert secure.version() == "TLSv1.3"


def test_nobody_else_does(tmp_path: Path) -> None:
    made = authority(tmp_path, LONG_AGO)
    with (
        served(certificate(made, LONG_AGO)) as address,
        socket.create_connection(address) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")


def test_its_certificates_are_valid_at_the_moment_audited_too(tmp_path: Path) -> None:
    assert authority(tmp_path, LONG_AGO).certificate.not_valid_before_utc < LONG_AGO


def test_private_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = certificate(authority(tmp_path, LONG_AGO), LONG_AGO)
    assert made.key.stat().st_mode & 0o077 == 0
