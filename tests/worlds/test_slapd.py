"""The directory that worlds stand in: TLS under an authority of its own, and a database for whoever asks."""

import socket
import ssl
from datetime import UTC, datetime

import ldap3
import pytest

from fixtures.certificates import founded, valid_around
from fixtures.worlds.servers import Directory, Missing, running
from fixtures.worlds.servers.slapd import CONFIG_DN, CONFIG_PASSWORD


@pytest.fixture(scope="module")
def directory() -> Directory:
    try:
        server = running("slapd")
    except Missing as missing:
        pytest.skip(str(missing))
    assert isinstance(server, Directory)
    return server


def shaken_with(directory, authority):
    """The protocol of a handshake with the port that speaks TLS from its first byte."""
    context = ssl.create_default_context(cafile=str(authority))
    plain = socket.create_connection(("127.0.0.1", int(directory.tls_url.rpartition(":")[2])), timeout=5)
    with plain, context.wrap_socket(plain, server_hostname="127.0.0.1") as shaken:
        return shaken.version()


def test_it_speaks_tls_under_its_own_authority_alone(directory, tmp_path):
    assert shaken_with(directory, directory.ca_file) in {"TLSv1.2", "TLSv1.3"}
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken_with(directory, founded(tmp_path, validity=valid_around(datetime.now(UTC))).file)


def test_it_can_be_asked_to_start_tls(directory):
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=directory.ca_file)
    server = ldap3.Server(directory.url, tls=tls, get_info=ldap3.NONE, connect_timeout=5)
    with ldap3.Connection(server, CONFIG_DN, CONFIG_PASSWORD) as connection:
        assert connection.extended("1.3.6.1.4.1.1466.20037")
        assert connection.result["description"] == "success"
