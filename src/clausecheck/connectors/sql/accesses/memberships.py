"""Roles that are members of roles, however deep."""

from collections.abc import Iterable, Iterator, Mapping

from clausecheck.connectors.sql.accesses.declared import Declared
from clausecheck.facts import Access

Names = tuple[str, ...]
"""Everything that one goes by: `("support",)`, or `("app@10.0.0.1", "app")`."""

_SHOWN = 3
"""How many of the roles that somebody belongs to are named."""


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
    """One access for each member of roles that reach something: inherited or after SET ROLE, which is the same.

    `reaching` says for such a role what it reaches, `names` what each member goes by. Members that `names` leaves out
    are not looked at.
    """
    for member, belongs in sorted(groups.items()):
        through = sorted(belongs & reaching.keys()) if member in names else []
        if through:
            shown = [declared.shown(*names.get(group, (group,))) for group in through[:_SHOWN]]
            more = f" and {len(through) - _SHOWN} more" if len(through) > _SHOWN else ""
            what = f"membership of {{to}} in {', '.join(shown)}{more}"
            reaches = "; ".join(dict.fromkeys(reaching[group] for group in through))
            yield declared.access("membership", what, *names[member], reaches=reaches)
