"""A server that speaks TLS as it should, and LDAP as it should not: bounded in time and memory, and unreadable."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from clausecheck.connectors.ldap import FACTS, sockets
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.certificates import founded, valid_around

SUCCESS = bytes.fromhex("61070a010004000400")


def stalls(connection):
    connection.sendall(b"0")
    time.sleep(3)


def dribbles(connection):
    for byte in b"0\x84\x00\x00\xff\xff" + b"\x04" * 50:
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def floods(connection):
    with_length = b"0\x84\x7f\xff\xff\xff"
    connection.sendall(with_length)
    for _ in range(80):
        connection.sendall(b"\x04" * 2**16)


def nests(connection):
    connection.sendall(b"\x30\x82\x0f\xa0" + b"\x30\x80" * 2000)


def speaks_http(connection):
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def closes(connection):
    connection.close()


def ends_after_the_sign_in(connection):
    asked = connection.recv(4096)
    number = asked[2 : 4 + asked[3]]  # the answer has the question's
    connection.sendall(bytes([0x30, len(number) + len(SUCCESS)]) + number + SUCCESS)


@contextmanager
def serving(folder, behave):
    """A TLS server that treats each connection as told; yields its port and whom to trust."""
    valid = valid_around(datetime.now(UTC))
    authority = founded(folder, validity=valid)
    certified = authority.certify("127.0.0.1", validity=valid)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified.chain, certified.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as connection:
                        behave(connection)
                except OSError:
                    plain.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], authority.file
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


HOSTILE = (stalls, dribbles, floods, nests, speaks_http, closes, ends_after_the_sign_in)


@pytest.mark.parametrize("behave", HOSTILE, ids=lambda one: one.__name__)
def test_a_hostile_directory_costs_its_time_limit_and_no_more(tmp_path, context, monkeypatch, behave):
    monkeypatch.setattr(sockets, "MOST_BYTES", 2**20)
    with serving(tmp_path, behave) as (port, ca_file):
        settings = {
            "url": f"ldaps://127.0.0.1:{port}", "ca_file": str(ca_file), "base_dn": "dc=x", "bind_dn": "cn=a,dc=x",
            "password": "p", "administrators": {"groups": ["cn=admins,dc=x"]},
        }  # fmt: skip
        system = System(name="staff", kind="ldap", settings=settings, time_limit=1.0)
        began = time.monotonic()
        if behave is ends_after_the_sign_in:
            population = FACTS["administrators"](system, context)
            assert [entry.what for entry in population.unreadable] == ["groups", "accounts", "group admins"]
            assert len(population) == 0
        else:
            with pytest.raises(CannotVerify, match="could not be read"):
                FACTS["administrators"](system, context)
        assert time.monotonic() - began < 2.5
