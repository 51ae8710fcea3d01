"""A conversation with a mail server that ends before anything is sent: EHLO, STARTTLS, MAIL FROM, RCPT TO, RSET, QUIT.

There is no DATA in it. Nobody is written to, and no reply's text is kept: only its codes.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Any

from clausecheck.connectors.mail.names import until
from clausecheck.redaction import kind_of

_LONGEST_REPLY = 64 * 1024
_ENHANCED = re.compile(rb"^([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An SMTP code, and the subject and detail of RFC 3463's enhanced one: (1, 1) for "no such mailbox"."""

    code: int
    about: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a server said. `replies` has those to each recipient; one that is missing was not asked about, `why`."""

    answers: bool
    starttls: bool | None = None
    trusted: bool | None = None
    replies: Mapping[str, Reply] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server: its name, (address, port) places to reach it, and how to speak to it."""

    host: str
    places: Sequence[tuple[str, int]]
    seconds: float
    context: ssl.SSLContext
    greets_as: str


class _Refused(Exception):
    """The server ended the conversation in its own way; the text says how, with codes only."""


class _Untrusted(Exception):
    """STARTTLS was agreed on, and the certificate is not trusted, or the handshake did not complete."""

    def __init__(self, *, trusted: bool | None, why: str) -> None:
        self.trusted = trusted
        super().__init__(why)


def converse(server: Server, recipients: Sequence[str] = ()) -> Said:
    """Speak to a server, within `server.seconds` altogether. Never raises.

    Where the certificate is not trusted, or the handshake fails, the rest is asked once more in plain text, as most
    senders of mail do; trust is never switched off.
    """
    left = until(server.seconds)
    try:
        return _spoken(server, recipients, left)
    except _Untrusted as failed:
        return _once_more(server, recipients, left, failed)
    except _Refused as how:
        return Said(answers=True, why=str(how))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Said(answers=False, why=_lost(error))


def _once_more(server: Server, recipients: Sequence[str], left: Callable[[], float], failed: _Untrusted) -> Said:
    completes = failed.trusted is not None
    try:
        said = _spoken(server, recipients, left, tls=False)
    except (_Refused, OSError, smtplib.SMTPException, ValueError):
        return Said(answers=True, starttls=completes, trusted=failed.trusted, why=str(failed))
    return Said(answers=True, starttls=completes, trusted=failed.trusted, replies=said.replies, why=str(failed))


def _spoken(server: Server, recipients: Sequence[str], left: Callable[[], float], *, tls: bool = True) -> Said:
    smtp = _Bounded(server, left())
    ends = Timer(left(), smtp.hang_up)
    ends.daemon = True
    ends.start()
    try:
        smtp.reach(server.places)
        offered = _greeted(smtp, server.greets_as)
        if offered and tls:
            _encrypt(smtp, server)
        replies = _asked(smtp, recipients) if recipients else {}
        return Said(answers=True, starttls=offered, trusted=True if offered and tls else None, replies=replies)
    finally:
        ends.cancel()
        with suppress(OSError, smtplib.SMTPException, ValueError):
            smtp.quit()
        smtp.close()


def _greeted(smtp: "_Bounded", name: str) -> bool:
    """Whether it offers STARTTLS."""
    code, _ = smtp.ehlo(name)
    if code >= 400:
        code, _ = smtp.helo(name)
    if not 200 <= code < 300:
        raise _Refused(f"it answered {code} to our name")
    return smtp.has_extn("starttls")


def _encrypt(smtp: "_Bounded", server: Server) -> None:
    try:
        code, _ = smtp.starttls(context=server.context)
    except ssl.SSLCertVerificationError:
        why = "its certificate is not valid for its name, or not by an authority that is trusted"
        raise _Untrusted(trusted=False, why=why) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _Untrusted(trusted=None, why=f"STARTTLS does not complete ({kind_of(error)})") from None
    if code != 220:
        raise _Untrusted(trusted=None, why=f"it offers STARTTLS and answers {code} to it")
    if not 200 <= smtp.ehlo(server.greets_as)[0] < 300:
        raise _Refused("it does not answer to our name over TLS")


def _asked(smtp: "_Bounded", recipients: Sequence[str]) -> dict[str, Reply]:
    """The reply to each recipient. The sender is the empty one of notices, so that nothing can come back."""
    code, _ = smtp.docmd("MAIL", "FROM:<>")
    if code != 250:
        raise _Refused(f"it answered {code} to the empty sender")
    replies = {}
    try:
        for recipient in recipients:
            code, text = smtp.docmd("RCPT", f"TO:<{recipient}>")
            replies[recipient] = Reply(code=code, about=_about(text))
        smtp.docmd("RSET")
    except (OSError, smtplib.SMTPException, ValueError):
        if not replies:
            raise
    return replies


def _about(text: bytes) -> tuple[int, int] | None:
    match = _ENHANCED.match(text)
    return (int(match[2]), int(match[3])) if match else None


def _lost(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        return "it does not answer in time, or closes the connection"
    return f"it cannot be spoken to ({kind_of(error)})"


class _Bounded(smtplib.SMTP):
    """A client that knows its server by name, and reads no reply of more than 64 KiB."""

    def __init__(self, server: Server, seconds: float) -> None:
        super().__init__(local_hostname=server.greets_as, timeout=seconds)
        self._left = until(seconds)
        self._host = server.host  # the name that STARTTLS holds the certificate against

    def reach(self, places: Sequence[tuple[str, int]]) -> None:
        """Connect to the first place that takes it. `_Refused` where it greets with anything but 220."""
        error: OSError = ConnectionRefusedError()
        for address, port in places:
            try:
                self.sock = socket.create_connection((address, port), self._left())
            except OSError as failure:
                error = failure
                continue
            code, _ = self.getreply()
            if not 200 <= code < 600:
                raise smtplib.SMTPException  # no mail server at all
            if code != 220:
                raise _Refused(f"it greets with {code}")
            return
        raise error

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Short(self.sock.makefile("rb"))
        return super().getreply()

    def hang_up(self) -> None:
        """Ends whatever waits for an answer."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _Short:
    """A file that ends after so many bytes, however much more would come."""

    def __init__(self, file: Any) -> None:
        self._file, self._left = file, _LONGEST_REPLY

    def readline(self, size: int) -> bytes:
        line: bytes = self._file.readline(min(size, self._left + 1))
        self._left -= len(line)
        if self._left < 0 or (line and not line.endswith(b"\n")):
            raise smtplib.SMTPException  # far too much, or broken off in the middle
        if line[3:4] != b"-":
            self._left = _LONGEST_REPLY
        return line

    def close(self) -> None:
        self._file.close()
