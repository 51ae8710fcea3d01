"""A directory that a target names: opened over TLS, asked page by page, closed again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from clausecheck.connectors.ldap import failures
from clausecheck.connectors.ldap.failures import Unanswered, broken, refused
from clausecheck.connectors.ldap.names import normal
from clausecheck.connectors.ldap.sockets import Bounded, VerifiedTls
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.facts import Unreadable
from clausecheck.targets.model import System

PAGE, MOST_ENTRIES, MOST_IN_VAIN = 500, 2_000_000, 20
"""Entries of a page and of a search; pages in a row without a new entry (a page may be empty, RFC 2696)."""
_START_TLS = "1.3.6.1.4.1.1466.20037"
_PAGED = "1.2.840.113556.1.4.319"
_PORTS = {"ldap": 389, "ldaps": 636}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. `attributes` are by lower-case name, their values as bytes; `key` is the name, made comparable."""

    dn: str = field(repr=False)
    attributes: Mapping[str, Sequence[bytes]] = field(repr=False)

    @property
    def key(self) -> str:
        return normal(self.dn)

    def texts(self, attribute: str) -> tuple[str, ...]:
        """The values of an attribute as text; bytes that are none are replaced."""
        return tuple(value.decode(errors="replace") for value in self.attributes.get(attribute.lower(), ()))

    def text(self, attribute: str) -> str:
        """The least of them, so that the order of the answer does not matter; "" where there is none."""
        return min(self.texts(attribute), default="")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search gave, and what is missing of it."""

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...] = ()


class Directory:
    """An open directory, read by one thread."""

    def __init__(self, system: System, connection: Any) -> None:
        self.system, self._connection = system, connection
        self.base_dn = str(system.settings.get("base_dn") or "")

    def search(self, what: str, condition: str, attributes: Sequence[str]) -> Found:
        """Every entry below `base_dn` that meets the condition (RFC 4515), over all pages. `what` names them."""
        entries: dict[str, Entry] = {}
        missing: list[Unreadable] = []
        try:
            for page in self._pages(condition, attributes):
                missing += _elsewhere(page, what)
                entries |= {entry.key: entry for entry in _entries(page)}
        except Unanswered as failure:
            entries |= {entry.key: entry for entry in _entries(failure.partly)}
            further = f"further {what}" if entries else what
            missing.append(Unreadable(what=further, why=failure.why, remedy=failure.remedy))
        return Found(entries=tuple(entries.values()), unreadable=tuple(dict.fromkeys(missing)))

    def entry(self, dn: str, attributes: Sequence[str]) -> Entry:
        """One entry by its name; `Unanswered` where the directory does not show it."""
        answer = self._asked(dn, "(objectClass=*)", attributes, scope="BASE")
        entries = _entries(answer)
        if not entries:
            raise Unanswered("the directory shows no such entry", failures.UNSEEN)
        return entries[0]

    def lacks(self, dn: str, attribute: str) -> bool:
        """Whether an entry that shows no such attribute certainly has none; false where it may be hidden from us.

        A comparison tells: RFC 4511, 4.10, has another result for what is not there than for what is not allowed.
        The value compared has to be one of the attribute's syntax, so several are tried.
        """
        for value in ("TRUE", "1", dn):
            code = self._compared(dn, attribute, value)
            if code != failures.INVALID_SYNTAX:
                return code == failures.NO_SUCH_ATTRIBUTE
        return False

    def _compared(self, dn: str, attribute: str, value: str) -> object:
        self._begin()
        try:
            self._connection.compare(dn, attribute, value)
        except Exception as error:
            raise broken(error, self.system.time_limit) from None
        return self._connection.result.get("result")

    def _pages(self, condition: str, attributes: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Page after page, as long as now and then one brings an entry that none before it had."""
        cookie: bytes | None = None
        seen: set[str] = set()
        in_vain = 0
        while True:
            page = self._asked(self.base_dn, condition, attributes, scope="SUBTREE", cookie=cookie)
            yield page
            new = {str(one.get("dn")) for one in page} - seen
            control = (self._connection.result.get("controls") or {}).get(_PAGED) or {}
            cookie = (control.get("value") or {}).get("cookie")
            if not cookie:
                return
            in_vain = 0 if new else in_vain + 1
            if in_vain > MOST_IN_VAIN or len(seen) > MOST_ENTRIES:
                raise Unanswered("its pages do not end", "repair the directory's paging")
            seen |= new

    def _asked(
        self, base: str, condition: str, attributes: Sequence[str], *, scope: str, cookie: bytes | None = None
    ) -> Sequence[Any]:
        self._begin()
        paged = {"paged_size": PAGE, "paged_cookie": cookie} if scope == "SUBTREE" else {}
        limit = max(1, int(self.system.time_limit))
        try:
            self._connection.search(base, condition, scope, attributes=list(attributes), time_limit=limit, **paged)
            response = list(self._connection.response or ())
        except Exception as error:
            raise broken(error, self.system.time_limit) from None
        result = self._connection.result
        if result.get("result") == failures.SUCCESS:
            return response
        if result.get("result") == failures.REFERRAL:
            raise Unanswered(*_REFERRED)
        if name := failures.TRUNCATED.get(result.get("result")):
            raise Unanswered(f"the answer was cut short ({name})", _LIMITED, partly=response)
        raise refused(result)

    def _begin(self) -> None:
        if isinstance(self._connection.socket, Bounded):
            self._connection.socket.begin()


_LIMITED = "raise the limits of the auditing identity, or let it read page by page"
_REFERRED = (
    "the directory refers to another one, which is not followed",
    "name that directory as a system of its own",
)


def _entries(response: Sequence[Any]) -> list[Entry]:
    return [
        Entry(dn=str(one["dn"]), attributes={name.lower(): values for name, values in one["raw_attributes"].items()})
        for one in response
        if one.get("type") == "searchResEntry"
    ]


def _elsewhere(response: Sequence[Any], what: str) -> list[Unreadable]:
    """What lies behind referrals (RFC 4511, 4.5.3), but for the partitions in which Microsoft keeps no accounts."""
    referrals = [one["uri"] for one in response if one.get("type") == "searchResRef"]
    count = sum(not all(_WITHOUT_ACCOUNTS.match(urlsplit(uri).path) for uri in uris) for uris in referrals)
    why, remedy = _REFERRED
    return [Unreadable(what=f"{what} behind {count:,} referrals", why=why, remedy=remedy)] if count else []


_WITHOUT_ACCOUNTS = re.compile(r"/(DC=(Forest|Domain)DnsZones|CN=Configuration),", re.IGNORECASE)
"""Zones of DNS, and the forest's configuration (MS-ADTS 3.1.1.1.5)"""


@contextmanager
def opened(system: System) -> Iterator[Directory]:
    """The directory that a system names, signed in to. `CannotVerify` where it does not let us in, or TLS fails."""
    connection = None
    try:
        connection = _connection(system)
        yield Directory(system, connection)
    except Unanswered as failure:
        raise Unreachable(
            f"system {system.name}: the directory could not be read: {failure.why}",
            system=system.name,
            tried="to sign in over TLS",
            remedy=failure.remedy,
        ) from None
    finally:
        if connection is not None:
            _close(connection)


def _connection(system: System) -> Any:
    """A connection over verified TLS, signed in. `Unanswered` where the other side does not agree."""
    import ldap3

    url = urlsplit(str(system.settings["url"]))
    secure = url.scheme == "ldaps"
    _refuse_plain_text(system, url.scheme)
    try:
        tls = VerifiedTls(str(url.hostname), _ca_file(system), system.time_limit)
        server = ldap3.Server(
            url.hostname, url.port or _PORTS[url.scheme], use_ssl=secure, tls=ldap3.Tls(), get_info=ldap3.NONE,
            connect_timeout=system.time_limit,
        )  # fmt: skip
        server.tls = tls
        connection = ldap3.Connection(
            server, str(system.settings.get("bind_dn") or "") or None, _password(system), read_only=True,
            auto_referrals=False, auto_range=False, check_names=False, raise_exceptions=False,
        )  # fmt: skip
        _begun(connection, secure, system.time_limit)
    except (Unanswered, CannotVerify):
        raise
    except Exception as error:
        raise broken(error, system.time_limit) from None
    return connection


def _begun(connection: Any, secure: bool, seconds: float) -> None:
    try:
        connection.open(read_server_info=False)
        if not secure:
            connection.socket = Bounded(connection.socket, seconds)
            _start_tls(connection)
        connection.socket.begin()
        _sign_in(connection)
    except BaseException:
        _close(connection)
        raise


def _close(connection: Any) -> None:
    """Let go of the socket, which ldap3 keeps where opening it failed; nothing is said any more."""
    if connection.socket is not None:
        connection.socket.close()
    connection.strategy.close()


def _sign_in(connection: Any) -> None:
    if not connection.bind(read_server_info=False):
        raise refused(connection.result)


def _start_tls(connection: Any) -> None:
    """RFC 4511, 4.14: nothing was said before, and nothing but TLS is said from here on."""
    if not connection.extended(_START_TLS):
        raise Unanswered("it does not start TLS", "let the directory offer StartTLS, or use ldaps://")
    connection.server.tls.wrap_socket(connection)


def _refuse_plain_text(system: System, scheme: str) -> None:
    if scheme == "ldaps" or (scheme == "ldap" and system.settings.get("starttls") is True):
        return
    raise CannotVerify(
        f"system {system.name}: its URL asks for plain text, in which the password would be readable",
        remedy="use ldaps://, or ldap:// with starttls: true",
    )


def _ca_file(system: System) -> str:
    named = str(system.settings.get("ca_file") or "")
    path = str(Path(system.folder) / named) if named else ""
    if path and not Path(path).is_file():
        raise CannotVerify(
            f"system {system.name}: there is no file where ca_file says", remedy="correct ca_file in the target"
        )
    return path


def _password(system: System) -> str | None:
    return str(system.settings["password"]) if system.settings.get("password") else None
