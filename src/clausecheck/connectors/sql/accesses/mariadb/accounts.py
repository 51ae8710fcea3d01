"""Accounts and roles of a MariaDB server: what they may do everywhere, and how they prove who they are."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import Declared, everybody
from clausecheck.facts import Access

PUBLIC = "PUBLIC"
# What proves a password stays in the database: only whether there is something, and whether nothing can match it.
_ACCOUNTS = text(
    'SELECT User, Host, REGEXP_REPLACE(Priv, \'"authentication_string":[[:space:]]*"(?!invalid")[^"]+"\','
    ' \'"authentication_string":"kept"\') FROM mysql.global_priv ORDER BY User, Host'
)
# The bits of `access` on the disk, of which each version only added more. Sources: sql/privilege.h of MariaDB.
_REACHING = {
    0: "SELECT", 1: "INSERT", 2: "UPDATE", 3: "DELETE", 5: "DROP", 9: "FILE", 10: "GRANT OPTION", 13: "ALTER",
    15: "SUPER", 18: "EXECUTE", 19: "REPLICATION SLAVE", 25: "CREATE USER", 27: "TRIGGER", 30: "SET USER",
}  # fmt: skip
_UNLIMITED = {"FILE", "GRANT OPTION", "SUPER", "REPLICATION SLAVE", "CREATE USER", "SET USER"}
"""Who has one of these can give itself, or read, everything else."""
_BY_PASSWORD = {
    "": "hashed by SHA-1 without a salt",
    "mysql_native_password": "hashed by SHA-1 without a salt",
    "mysql_old_password": "hashed by the algorithm of MySQL 3.23",
    "ed25519": "",
    "parsec": "",
    "caching_sha2_password": "",
}
_OTHERWISE = ("unix_socket", "gssapi", "pam", "named_pipe")
"""Ways to sign in of which no password lies in the database."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account or role. `names` are what a target may call it; `rights` what it may do everywhere; `ways` the
    (plugin, secret) of each way in, the secret being "", "kept", or "invalid" where nothing can match it.
    """

    user: str
    host: str
    is_role: bool
    is_locked: bool
    rights: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return name_of(self.user, self.host)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.user,) if self.is_role else (self.name, self.user)

    @property
    def is_unlimited(self) -> bool:
        return not _UNLIMITED.isdisjoint(self.rights)


def name_of(user: str, host: str) -> str:
    """`user@host`; a role has no host."""
    return f"{user}@{host}" if host else user


def accounts(connection: Connection) -> list[Account]:
    """Every account and role of the server."""
    return [_account(user, host, json.loads(told)) for user, host, told in connection.execute(_ACCOUNTS)]


def _account(user: str, host: str, told: dict[str, Any]) -> Account:
    access = int(told.get("access", 0))
    own = {key: told[key] for key in ("plugin", "authentication_string") if key in told}
    # An empty entry of the list stands for the method beside it.
    ways = [way or own for way in told.get("auth_or", [own])]
    return Account(
        user=user,
        host=host,
        is_role=bool(told.get("is_role")) or (user == PUBLIC and not host),
        is_locked=bool(told.get("account_locked")),
        rights=tuple(name for bit, name in _REACHING.items() if access >> bit & 1),
        ways=tuple((str(way.get("plugin", "")), str(way.get("authentication_string", ""))) for way in ways),
    )


def powerful(every: Sequence[Account], declared: Declared) -> Iterator[Access]:
    """An access for each account or role that reaches every database, and for each account without a name.

    Those that are locked count too: unlocking one gives everything back.
    """
    for one in every:
        rights, reaches = ", ".join(one.rights), "every database of the server"
        if one.is_role and one.user == PUBLIC and one.rights:
            yield everybody("administrator", f"grant {rights} on *.* to PUBLIC", reaches=reaches)
        elif not one.user:
            what = f"account without a name for {one.host}"
            yield everybody("account", what, reaches=reaches if one.rights else "what it was granted")
        elif one.rights:
            kind = "administrator" if one.is_unlimited else "grant"
            what = f"grant {rights} on *.* to {{to}}"
            yield declared.access(kind, what, *one.names, reaches=reaches, unlimited=one.is_unlimited)


def credentials(every: Sequence[Account], declared: Declared, reaching: Collection[str]) -> Iterator[Access]:
    """An access for each account that reaches something, by the weakest of its ways in. What it may do is judged
    elsewhere, so that a credential needs no declaration.
    """
    for one in every:
        if one.is_role or one.is_locked or one.name not in reaching:
            continue
        to = declared.shown(*one.names)
        unknown = sorted({plugin for plugin, _ in one.ways} - {*_BY_PASSWORD, *_OTHERWISE})
        yield Access(
            label=f"sign-in of {to}", kind="credential", to=to, reaches="what the account reaches", declared=True,
            weak_secret=next(filter(None, map(_weakness, one.ways)), ""),
            untold=f"how {unknown[0]} keeps passwords is not known" if unknown else "",
        )  # fmt: skip


def _weakness(way: tuple[str, str]) -> str:
    plugin, secret = way
    if plugin not in _BY_PASSWORD or secret == "invalid":  # noqa: S105 - MariaDB's word for what nothing matches
        return ""
    return _BY_PASSWORD[plugin] if secret else "no password"
