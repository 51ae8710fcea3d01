"""Who administers by a directory's groups, and with which second factor (rigour 31).

The target names the groups, and single accounts beside them; everybody in a group, at any depth, is counted whose
account the directory lets sign in. Whether a second factor is enrolled and enforced, the directory tells in the
attributes that the target names; without them nobody can tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.ldap import accounts, groups
from clausecheck.connectors.ldap.accounts import is_closed, is_expired_for_unix, last_used
from clausecheck.connectors.ldap.directories import Directory, Entry, opened
from clausecheck.connectors.ldap.failures import Unanswered
from clausecheck.connectors.ldap.groups import Groups, Members
from clausecheck.connectors.ldap.second_factor import Mark
from clausecheck.connectors.people import person_of
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sign_ins import accesses_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Access, Administrator, Population, Unreadable
from clausecheck.targets.model import System

_PEOPLE = "(|(objectClass=person)(objectClass=account)(objectClass=posixAccount)(objectClass=shadowAccount))"


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a target names: groups, accounts, the attribute with a person's address, the marks of a second factor."""

    groups: Sequence[str]
    accounts: Sequence[str]
    person: str
    enrolled: Mark | None
    enforced: Mark | None

    @property
    def attributes(self) -> tuple[str, ...]:
        marks = (self.enrolled, self.enforced)
        return (*accounts.ATTRIBUTES, self.person, *(one.attribute for one in marks if one))


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every effective administrator. `CannotVerify` where the target names no groups, or nothing can be read."""
    named = _named(system)
    with opened(system) as directory:
        return _read(directory, named, context)


def accesses(system: System, context: Context) -> Population[Access]:
    """When each administrator signed in last, where the directory keeps that."""
    return accesses_of(administrators(system, context), system)


def _named(system: System) -> Named:
    who = _mapping(system, "administrators")
    factor = _mapping(system, "second_factor")
    if not (who.get("groups") or who.get("accounts")):
        raise CannotVerify(
            f"system {system.name} does not say which of its groups administer",
            remedy="name them in the target: administrators: {groups: [cn=admins,…]}",
        )
    if not system.settings.get("base_dn"):
        raise CannotVerify(
            f"system {system.name} does not say where its accounts and groups lie",
            remedy="name base_dn in the target",
        )
    return Named(
        groups=tuple(who.get("groups") or ()),
        accounts=tuple(who.get("accounts") or ()),
        person=str(system.settings.get("person") or "mail"),
        enrolled=Mark.of(str(factor["enrolled"])) if factor.get("enrolled") else None,
        enforced=Mark.of(str(factor["enforced"])) if factor.get("enforced") else None,
    )


def _mapping(system: System, key: str) -> Mapping[str, Any]:
    value = system.settings.get(key)
    return value if isinstance(value, Mapping) else {}


def _read(directory: Directory, named: Named, context: Context) -> Population[Administrator]:
    listed = directory.search("groups", groups.CONDITION, groups.ATTRIBUTES)
    people = directory.search("accounts", _PEOPLE, named.attributes)
    known = Groups(directory, listed.entries, people.entries, named.attributes, context.pseudonyms)
    members = Members()
    for dn in named.groups:
        known.members_of(dn, members)
    for dn in named.accounts:
        _add_named(dn, known, members)
    able = [one for one in members.of.values() if not is_closed(one, context.as_of)]
    return Population(
        noun="administrators",
        members=tuple(_administrator(one, members, directory, named, context) for one in able),
        unreadable=(*listed.unreadable, *people.unreadable, *dict.fromkeys(members.unreadable)),
        excluded=len(members.of) - len(able),
        warnings=_warnings(able, context),
        where_to_look=f"the groups that the target names of {directory.system.name}, below {directory.base_dn}",
    )


def _add_named(dn: str, known: Groups, members: Members) -> None:
    try:
        members.add(known.account(dn), "the target")
    except Unanswered as failure:
        what = "an account that the target names"
        members.unreadable.append(Unreadable(what=what, why=failure.why, remedy=failure.remedy))


def _administrator(
    account: Entry, members: Members, directory: Directory, named: Named, context: Context
) -> Administrator:
    enrolled = named.enrolled.shown_by(account, directory) if named.enrolled else None
    enforced = named.enforced.shown_by(account, directory) if named.enforced else None
    return Administrator(
        label=context.pseudonyms.of("administrator", account.key),
        reaches=", ".join(f"group {name}" for name in members.through[account.key]),
        mfa_enrolled=enrolled,
        mfa_enforced=enforced,
        untold=_untold(named, enrolled, enforced),
        person=person_of(account.text(named.person), context.pseudonyms),
        last_used=last_used(account),
    )


def _untold(named: Named, enrolled: bool | None, enforced: bool | None) -> str:
    for word, mark, told in (("enrolled", named.enrolled, enrolled), ("enforced", named.enforced, enforced)):
        if mark is None:
            return f"the target names no attribute that tells whether a second factor is {word}"
        if told is None:
            return f"whether a second factor is {word} is not shown: attribute {mark.attribute} may be hidden"
    return ""


def _warnings(able: Sequence[Entry], context: Context) -> tuple[str, ...]:
    expired = sum(is_expired_for_unix(one, context.as_of) for one in able)
    if not expired:
        return ()
    return (
        f"{expired:,} administrators are expired by shadowExpire, which stops Unix sign-ins alone: they are counted",
    )
