"""Sign-in rules (pg_hba.conf): who is let in without having to prove anything."""

from collections.abc import Collection, Sequence
from ipaddress import ip_address

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import everybody
from clausecheck.connectors.sql.seeing import SEES_RULES, grant_rules
from clausecheck.facts import Access, Unreadable
from clausecheck.targets.model import System

_MAY_SEE = text(f"SELECT {SEES_RULES}, current_user::text")
_RULES = text(
    "SELECT line_number, type, user_name, auth_method, COALESCE(address, '') AS address,"
    " COALESCE(netmask, '') AS netmask,"
    " EXISTS (SELECT 1 FROM unnest(options) AS option WHERE option LIKE 'clientcert=verify%') AS asks_certificate,"
    " error IS NOT NULL AS is_wrong, current_setting('ssl')::boolean OR type <> 'hostssl' AS matches"
    " FROM pg_catalog.pg_hba_file_rules"
    " WHERE error IS NOT NULL OR database && ARRAY['all', 'sameuser', 'samerole', 'samegroup', 'replication',"
    " current_database()::text] OR EXISTS (SELECT 1 FROM unnest(database) AS named WHERE named LIKE '/%')"
    " ORDER BY line_number"
)
_HERE = ("localhost", "samehost")


def rules(
    connection: Connection, system: System, reaching: Collection[str]
) -> tuple[list[Access], tuple[Unreadable, ...], tuple[str, ...]]:
    """One access for each rule that lets roles of `reaching` into this database; what could not be read; warnings.

    `trust` asks for nothing. Where only the server's own machine may use it that is a warning: whoever is signed in
    there can do more already. `password` over a line that need not be encrypted tells it to all on the way.
    """
    may_see, role = connection.execute(_MAY_SEE).one()
    if not may_see:
        return [], (_denied(system, connection.dialect.identifier_preparer.quote(role)),), ()
    accesses, unread, warnings = [], [], []
    for rule in connection.execute(_RULES):
        label = f"sign-in rule in line {rule.line_number}"
        asks_nothing = rule.auth_method == "trust" and not rule.asks_certificate
        if rule.matches is False:  # without TLS on the server nobody comes by that way
            continue
        if rule.is_wrong:
            unread.append(Unreadable(what=label, why="the server cannot read it either", remedy="correct pg_hba.conf"))
        elif asks_nothing and _is_here(rule.type, rule.address, rule.netmask):
            warnings.append(f"{label} lets everybody in who is on the server's own machine")
        elif rule.auth_method != "reject" and _concerns(rule.user_name, reaching):
            accesses.append(_access(label, rule.type, rule.auth_method, asks_nothing=asks_nothing))
    return accesses, tuple(unread), tuple(warnings)


def _denied(system: System, role: str) -> Unreadable:
    return Unreadable(
        what=f"sign-in rules of {system.name}",
        why="this role may not read pg_hba_file_rules",
        remedy=grant_rules(role),
    )


def _access(label: str, kind: str, method: str, *, asks_nothing: bool) -> Access:
    reaches = "the whole database"
    if asks_nothing:
        return everybody("sign-in rule", label, reaches=reaches)
    weak = "sent as it is" if method == "password" and kind != "hostssl" else ""
    return Access(label=label, kind="sign-in rule", to="who signs in", reaches=reaches, declared=True, weak_secret=weak)


def _concerns(users: Sequence[str], reaching: Collection[str]) -> bool:
    """Whether a rule may be about somebody who reaches something: `all`, a group, a pattern, or one of those."""
    return any(user == "all" or user[:1] in "+/@" or user in reaching for user in users)


def _is_here(kind: str, address: str, netmask: str) -> bool:
    """Whether nobody but the server's own machine can use the rule."""
    if kind == "local" or address in _HERE:
        return True
    try:
        first, mask = ip_address(address), ip_address(netmask)
    except ValueError:  # a host's name, or a word such as "all"
        return False
    last = type(first)(int(first) | (2**first.max_prefixlen - 1) & ~int(mask))
    return first.is_loopback and last.is_loopback
