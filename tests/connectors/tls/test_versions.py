"""Versions and ciphers: what nginx, and a library that still speaks SSL 3.0 and RC4, accept."""

import socket
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from fixtures.worlds.tls import certified

tlslite = pytest.importorskip("tlslite.api", reason="pip install tlslite-ng")
GOOD = ("1.2", "1.3")


def test_each_version_is_told_with_the_cipher_that_was_negotiated(build, ask):
    told = ask(build("nginx", versions=["1.0", "1.1", "1.2", "1.3"]))
    assert told.accepted == ("1.0", "1.1", "1.2", "1.3")
    assert set(told.ciphers) == set(told.accepted)
    assert told.older_than("1.2") == ("1.0", "1.1")
    assert told.ciphers["1.3"].startswith("TLS_")


def test_good_servers_accept_no_broken_cipher(build, ask):
    told = ask(build("nginx"))
    assert (told.accepted, told.broken_ciphers, told.ocsp_stapled, told.untold) == (GOOD, (), False, "")


def test_whether_cbc_with_sha1_is_accepted_is_told_and_not_judged(build, ask):
    assert ask(build("nginx", versions=["1.2"], ciphers="ECDHE-ECDSA-AES128-SHA")).cbc_sha1 is True
    assert ask(build("nginx", versions=["1.2"], ciphers="ECDHE-ECDSA-AES128-GCM-SHA256")).cbc_sha1 is False


@contextmanager
def old_server(**settings):
    """A server of tlslite-ng with these settings, answering every connection."""
    shown = certified({"key": "RSA-2048"})
    chain, key = tlslite.X509CertChain(), tlslite.parsePEMKey(shown.key.read_text(), private=True)
    chain.parsePemList(shown.chain.read_text())
    chosen = tlslite.HandshakeSettings()
    for name, value in settings.items():
        setattr(chosen, name, value)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_answering, args=(listening, chain, key, chosen), daemon=True).start()
        yield {"url": f"tls://127.0.0.1:{listening.getsockname()[1]}", "server_name": "portal.clearcall.example"}
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _answering(listening, chain, key, settings):
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        with plain, suppress(Exception):
            plain.settimeout(5)
            tlslite.TLSConnection(plain).handshakeServer(certChain=chain, privateKey=key, settings=settings)


def test_ssl_3_which_python_cannot_speak_is_found_all_the_same(ask):
    with old_server(minVersion=(3, 0), maxVersion=(3, 3)) as entry:
        told = ask(entry)
    assert told.accepted == ("SSLv3", "1.0", "1.1", "1.2")
    assert told.older_than("1.2") == ("SSLv3", "1.0", "1.1")


def test_ciphers_that_openssl_does_not_offer_any_more_are_found_all_the_same(ask):
    with old_server(cipherNames=["rc4", "3des", "aes128"], maxVersion=(3, 3)) as entry:
        told = ask(entry)
    assert set(told.broken_ciphers) == {"RC4", "3DES"}


def test_hanging_up_once_is_no_refusal(ask, build):
    """The first connections are cut off by the network; what the server accepts is found out all the same."""
    entry = build("nginx", versions=["1.0", "1.1", "1.2"])
    with cutting_off(entry["url"], every=3) as url:
        told = ask({**entry, "url": url})
    assert told.older_than("1.2") == ("1.0", "1.1") or told.untold


@contextmanager
def cutting_off(url, every):
    """A relay before a server that closes every so many connections at their first message."""
    port = int(url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_relaying, args=(listening, port, every), daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _relaying(listening, port, every):
    number = 0
    while True:
        try:
            met, _ = listening.accept()
        except OSError:
            return
        number += 1
        if number % every == 0:
            with met:
                met.recv(10)
            continue
        inner = socket.create_connection(("127.0.0.1", port))
        for source, sink in ((met, inner), (inner, met)):
            Thread(target=_copying, args=(source, sink), daemon=True).start()


def _copying(source, sink):
    with sink, suppress(OSError):
        while data := source.recv(1 << 14):
            sink.sendall(data)


def test_a_server_that_speaks_nothing_but_ssl_3_is_told_and_its_certificate_is_not(ask):
    with old_server(minVersion=(3, 0), maxVersion=(3, 0), versions=[(3, 0)]) as entry:
        told = ask(entry)
    assert told.accepted == ("SSLv3",)
    assert told.certificate is None
    assert told.untold
