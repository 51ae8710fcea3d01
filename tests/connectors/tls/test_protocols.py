"""Each protocol's own way to TLS, and what it does without."""

import socket
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread

import pytest

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.protocols import PROTOCOLS, ldap, postgres, smtp
from clausecheck.connectors.tls.wire import Deadline, Wire
from clausecheck.targets.addresses import address_of
from tests.connectors.tls.imap_server import imap

ALL = ["postgresql", "slapd", "smtp"]


@pytest.mark.parametrize("server", [*ALL, "mariadb"])
def test_a_server_without_tls_says_so(build, ask, server):
    told = ask(build(server, tls="off"))
    assert (told.encrypted, told.plain_text, told.accepted, told.untold) == (False, True, (), "")


@pytest.mark.parametrize("server", ALL)
def test_a_server_that_insists_takes_no_plain_text(build, ask, server):
    told = ask(build(server, tls="required"))
    assert (told.encrypted, told.plain_text, told.older_than("1.2"), told.untold) == (True, False, (), "")
    assert told.certificate.flaws == ()


@pytest.mark.parametrize("server", ALL)
def test_a_server_that_only_offers_takes_plain_text_too(build, ask, server):
    told = ask(build(server, tls="offered"))
    assert (told.encrypted, told.plain_text, told.untold) == (True, True, "")


def test_mail_that_lets_somebody_sign_in_without_encryption_takes_plain_text(build, ask):
    assert ask(build("smtp", tls="offered", sign_in=True)).plain_text is True


@pytest.mark.parametrize("tls", ["offered", "required"])
def test_mariadb_does_not_tell_strangers_whether_it_insists(build, ask, tls):
    told = ask(build("mariadb", tls=tls))
    assert (told.encrypted, told.plain_text) == (True, None)
    assert "plain text" in told.untold


def test_a_user_whom_postgresql_does_not_know_tells_nothing_of_others(build, ask):
    """Nobody but `owner` and `careful` is let in from here; only who is let in by TLS alone shows a no."""
    entry = build("postgresql", tls="required")
    assert ask(entry).plain_text is False
    assert ask(entry.replace("careful", "owner")).plain_text is True


@pytest.mark.parametrize(
    ("capabilities", "plain"),
    [
        ("IMAP4rev1 STARTTLS LOGINDISABLED", False),
        ("IMAP4rev1 STARTTLS LOGINDISABLED AUTH=PLAIN", True),
        ("IMAP4rev1 STARTTLS", True),
        ("imap4rev1 starttls logindisabled", False),
    ],
)
def test_a_mailbox_server_takes_plain_text_where_it_lets_somebody_sign_in(ask, capabilities, plain):
    with imap(capabilities) as entry:
        told = ask(entry)
    assert (told.encrypted, told.plain_text, told.untold) == (True, plain, "")
    assert "1.2" in told.accepted


def test_a_mailbox_server_without_starttls_or_that_refuses_it_has_none(ask):
    with imap("IMAP4rev1") as entry:
        assert ask(entry).encrypted is False
    with imap("IMAP4rev1 STARTTLS", refuses=True) as entry:
        assert ask(entry).encrypted is False


@contextmanager
def replying(*replies, greeting=b""):
    """A connection to a server that greets, and answers each message with the next of these."""

    def serve(theirs):
        with theirs, suppress(OSError):
            theirs.sendall(greeting)
            for reply in replies:
                theirs.recv(1000)
                theirs.sendall(reply)

    ours, theirs = socket.socketpair()
    Thread(target=serve, args=(theirs,), daemon=True).start()
    with ours:
        yield Wire(ours, Deadline.after(2))


def result(code):
    """The answer of a directory to a bind."""
    return bytes([0x30, 12, 2, 1, 1, 0x61, 7, 0x0A, 1, code, 4, 0, 4, 0])


@pytest.mark.parametrize(
    ("anonymous", "known", "plain"),
    [(0, 49, True), (48, 49, True), (53, 13, False), (53, 8, False), (0, 8, None), (0, 53, True), (53, 53, None)],
)
def test_a_directory_takes_plain_text_where_it_looks_at_a_password_or_lets_anybody_in(anonymous, known, plain):
    opened = partial(replying, result(anonymous), result(known))
    assert ldap.plain(opened, opened, address_of("ldap://h")) is plain


def error(code):
    fields = b"SFATAL\0C" + code + b"\0Mno\0\0"
    return b"E" + (len(fields) + 4).to_bytes(4) + fields


@pytest.mark.parametrize(
    ("in_plain_text", "over_tls", "plain"),
    [
        (b"R", b"R", True),
        (error(b"28000"), b"R", False),
        (error(b"08P01"), b"R", False),
        (error(b"28000"), error(b"28000"), None),
        (error(b"53300"), b"R", None),
        (error(b"57P03"), b"R", None),
    ],
)
def test_postgresql_says_no_only_where_it_does_not_let_somebody_in_like_this(in_plain_text, over_tls, plain):
    """Too many connections, or a start that is not over, say nothing of encryption."""
    told = postgres.plain(partial(replying, in_plain_text), partial(replying, over_tls), address_of("postgres://h"))
    assert told is plain


@pytest.mark.parametrize(
    ("reply", "plain"),
    [(b"250 OK", True), (b"530 5.7.0 first STARTTLS", False), (b"451 later", None), (b"550 no", None)],
)
def test_mail_says_no_only_where_it_asks_for_encryption(reply, plain):
    opened = partial(replying, b"250 mail\r\n", reply + b"\r\n", b"250 OK\r\n", greeting=b"220 mail\r\n")
    assert smtp.plain(opened, opened, address_of("smtp://h")) is plain


def answered(scheme, *answers):
    """What an upgrade makes of these bytes, all of which are there at once."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"".join(answers))
        theirs.shutdown(socket.SHUT_WR)
        PROTOCOLS[scheme].upgrade(Wire(ours, Deadline.after(2)), address_of(f"{scheme}://h"))


@pytest.mark.parametrize(
    ("scheme", "answers"),
    [
        ("smtp", (b"220 mail\r\n", b"250-mail\r\n250 STARTTLS\r\n", b"220 go\r\n", b"250 slipped in\r\n")),
        ("imap", (b"* OK\r\n", b"* CAPABILITY STARTTLS\r\nc1 OK\r\n", b"c2 OK\r\n", b"* slipped in\r\n")),
        ("smtp", (b"554 no\r\n",)),
        ("smtp", (b"220 mail\r\n", b"\xff\xfe\xc3\x28\r\n")),
        ("smtp", (b"220-" + b"x" * 9000,)),
        ("smtp", (b"220-x\r\n" * 200,)),
        ("imap", (b"* BYE\r\n",)),
        ("imap", (b"* OK\r\n" + b"* x\r\n" * 200,)),
        ("ldap", (b"HTTP/1.1 400\r\n\r\n",)),
        ("ldap", (b"\x30\x84\x7f\xff\xff\xff",)),
        ("ldap", (b"\x30\x03\x02\x01\x01",)),
        ("postgres", (b"E",)),
        ("mysql", (b"\x05\x00\x00\x00\x09aaaa",)),
        ("mysql", (b"\xff\xff\xff\x00",)),
        ("mysql", (b"\x03\x00\x00\x00\xff\x15\x04",)),
    ],
)
def test_what_is_not_the_protocol_is_no_answer(scheme, answers):
    with pytest.raises(Garbled):
        answered(scheme, *answers)


@pytest.mark.parametrize(
    ("scheme", "answers"),
    [
        ("smtp", (b"220 mail\r\n", b"250 mail\r\n")),
        ("smtp", (b"220 mail\r\n", b"250-mail\r\n250 starttls\r\n", b"454 not now\r\n")),
        ("imap", (b"* OK\r\n", b"* CAPABILITY IMAP4rev1\r\nc1 OK\r\n")),
        ("ldap", (bytes.fromhex("300c02010178070a010204000400"),)),
        ("postgres", (b"N",)),
    ],
)
def test_an_upgrade_that_is_not_offered_is_an_answer(scheme, answers):
    with pytest.raises(NotOffered):
        answered(scheme, *answers)
