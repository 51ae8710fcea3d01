"""Roles that are members of roles, however deep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausecheck.connectors.sql.accesses.declared import Declared
from clausecheck.facts import Access

Names = tuple[str, ...]
"""Everything that one goes by: `("support",)`, or `("app@10.0.0.1", "app")`."""


def groups_of(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """For each member of `(member, group)` every group that it belongs to, itself or through others."""
    direct: dict[str, set[str]] = {}
    for member, group in pairs:
        direct.setdefault(member, set()).add(group)
    return {member: _closure(member, direct) for member in direct}


def _closure(member: str, direct: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(direct[member])
    while waiting:
        group = waiting.pop()
        if group not in reached:
            reached.add(group)
            waiting.extend(direct.get(group, ()))
    return reached - {member}


def memberships(
    groups: Mapping[str, set[str]], reaching: Mapping[str, str], declared: Declared, names: Mapping[str, Names]
) -> Iterator[Access]:
    """An access for each member of each role that reaches something: inherited or after SET ROLE, which is the same.

    `reaching` says for such a role what it reaches, `names` what each member goes by. Members that `names` leaves out
    are not looked at.
    """
    for member, belongs in sorted(groups.items()):
        for group in sorted(belongs & reaching.keys()) if member in names else ():
            known: Sequence[str] = names.get(group, (group,))
            what = f"membership of {{to}} in {declared.shown(*known)}"
            yield declared.access("membership", what, *names[member], reaches=reaching[group])
