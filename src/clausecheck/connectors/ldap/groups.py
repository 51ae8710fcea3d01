"""Who belongs to a group, through every group within it: each kind of membership that directories know.

Members by name (`member`, `uniqueMember`, `roleOccupant`), by `memberUid` (RFC 2307), by the entry's own `memberOf`,
and by primary group (`gidNumber`; Microsoft's `primaryGroupID`). A group is visited once, so circles end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausecheck.connectors.ldap.directories import Directory, Entry
from clausecheck.connectors.ldap.failures import Unanswered
from clausecheck.connectors.ldap.names import first_value, normal
from clausecheck.facts import Unreadable
from clausecheck.redaction import Pseudonyms

BY_NAME = ("member", "uniqueMember", "roleOccupant")
ATTRIBUTES = ("objectClass", "cn", *BY_NAME, "memberUid", "memberURL", "gidNumber", "primaryGroupToken", "memberOf")
_CLASSES = (
    "groupOfNames", "groupOfUniqueNames", "groupOfMembers", "groupOfEntries", "groupOfURLs", "posixGroup", "group",
    "organizationalRole",
)  # fmt: skip
CONDITION = f"(|{''.join(f'(objectClass={name})' for name in _CLASSES)})"
_MUST_HAVE = {"groupofnames", "groupofuniquenames"}


@dataclass(kw_only=True)
class Members:
    """The accounts that were found, by key, each with the groups of the target that they were found through."""

    of: dict[str, Entry] = field(default_factory=dict)
    through: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[Unreadable] = field(default_factory=list)

    def add(self, account: Entry, group: str) -> None:
        self.of[account.key] = account
        if group not in self.through[account.key]:
            self.through[account.key].append(group)


class Groups:
    """Every group and account that a directory shows, and who is in whom."""

    def __init__(
        self, directory: Directory, groups: Iterable[Entry], people: Iterable[Entry], attributes: Iterable[str],
        pseudonyms: Pseudonyms,
    ) -> None:  # fmt: skip
        self._directory, self._attributes, self._pseudonyms = directory, tuple(attributes), pseudonyms
        self._groups = {one.key: one for one in groups}
        self._accounts = {one.key: one for one in people if one.key not in self._groups}
        self._by_uid = _by(self._accounts.values(), "uid")
        self._by_gid = _by(self._accounts.values(), "gidNumber")
        self._by_primary = _by(self._accounts.values(), "primaryGroupID")
        self._saying = _saying([*self._groups.values(), *self._accounts.values()])
        self._elsewhere: dict[str, Entry | Unanswered] = {}

    def members_of(self, dn: str, into: Members) -> None:
        """Add whoever belongs to the group of this name, at any depth."""
        named = first_value(dn)
        waiting, seen = [normal(dn)], set()
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            try:
                entry = self._shown(key, dn if key == normal(dn) else key)
            except Unanswered as failure:
                into.unreadable.append(self._unseen(key, named, failure, is_named=key == normal(dn)))
                continue
            if key == normal(dn) or _is_group(entry):
                waiting += self._within(entry, named, into)
            else:
                into.add(entry, named)

    def account(self, dn: str) -> Entry:
        """The entry of this name; `Unanswered` where the directory does not show it."""
        return self._shown(normal(dn), dn)

    def _within(self, group: Entry, named: str, into: Members) -> list[str]:
        """The keys of what is directly in a group; what it hides of them becomes unreadable."""
        inside = [normal(_without_bits(dn)) for name in BY_NAME for dn in group.texts(name)]
        inside += [one.key for one in self._saying[group.key]]
        inside += self._by_numbers(group)
        for uid in group.texts("memberUid"):
            found = [one.key for one in self._by_uid[uid.lower()]]
            inside += found
            if not found:
                what = f"{self._pseudonyms.of('member', uid)} of group {named}"
                into.unreadable.append(Unreadable(what=what, why="no account that is shown has this uid", remedy=_SEE))
        into.unreadable += self._hidden(group, named, inside)
        return list(dict.fromkeys(inside))

    def _by_numbers(self, group: Entry) -> list[str]:
        own = [one for number in group.texts("gidNumber") for one in self._by_gid[number] if _is_posix(group)]
        own += [one for number in group.texts("primaryGroupToken") for one in self._by_primary[number]]
        return [one.key for one in own]

    def _hidden(self, group: Entry, named: str, inside: list[str]) -> list[Unreadable]:
        """What says that a group has more members than it shows."""
        what = f"members of group {named}"
        if group.texts("memberURL"):
            why = "it names its members by a search, which is not followed"
            return [Unreadable(what=what, why=why, remedy="name a group that lists its members")]
        ranges = [name for name in group.attributes if ";range=" in name]
        if ranges:
            return [Unreadable(what=f"further {what}", why="the directory gives them in ranges", remedy=_RANGES)]
        if inside or any(group.texts(name) for name in (*BY_NAME, "memberUid")):
            return []
        kinds = {one.lower() for one in group.texts("objectClass")}
        if kinds & _MUST_HAVE or not all(self._lacks(group, name) for name in ("member", "memberUid")):
            return [Unreadable(what=what, why="it shows none, and they may be hidden", remedy=_SEE)]
        return []

    def _lacks(self, group: Entry, attribute: str) -> bool:
        try:
            return self._directory.lacks(group.dn, attribute)
        except Unanswered:
            return False

    def _shown(self, key: str, dn: str) -> Entry:
        """An entry that was listed, or is asked for once by its name: it may lie elsewhere, or be of no usual class."""
        listed = self._groups.get(key) or self._accounts.get(key)
        if listed is not None:
            return listed
        if key not in self._elsewhere:
            try:
                self._elsewhere[key] = self._directory.entry(dn, [*ATTRIBUTES, *self._attributes])
            except Unanswered as failure:
                self._elsewhere[key] = failure
        found = self._elsewhere[key]
        if isinstance(found, Unanswered):
            raise found
        return found

    def _unseen(self, key: str, named: str, failure: Unanswered, *, is_named: bool) -> Unreadable:
        what = f"group {named}" if is_named else f"{self._pseudonyms.of('member', key)} of group {named}"
        return Unreadable(what=what, why=failure.why, remedy=failure.remedy)


_SEE = "allow the auditing identity to see every member, or take out those that are gone"
_RANGES = "let the directory give whole attributes (MaxValRange), or make the group smaller"


def _is_group(entry: Entry) -> bool:
    kinds = {one.lower() for one in entry.texts("objectClass")}
    return not kinds.isdisjoint(name.lower() for name in _CLASSES) and "person" not in kinds


def _is_posix(group: Entry) -> bool:
    return "posixgroup" in {one.lower() for one in group.texts("objectClass")}


def _without_bits(dn: str) -> str:
    """A name with optional UID (RFC 4517, 3.3.21) without its bits: `cn=x#'01'B`."""
    return dn.rpartition("#")[0] if dn.endswith("'B") and "#'" in dn else dn


def _by(entries: Iterable[Entry], attribute: str) -> Mapping[str, list[Entry]]:
    index: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        for value in one.texts(attribute):
            index[value.lower()].append(one)
    return index


def _saying(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """By the key of a group, the entries that say themselves that they are in it."""
    index: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        for dn in one.texts("memberOf"):
            index[normal(dn)].append(one)
    return index
