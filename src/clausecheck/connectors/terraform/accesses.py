"""Who could reach what a plan makes: administrators, doors to outside, databases' ports that are open to the world."""

from collections.abc import Iterator, Mapping
from typing import Any

from clausecheck.connectors.aws.accesses.ports import PORTS
from clausecheck.connectors.aws.doors import Door, is_declared
from clausecheck.connectors.aws.identity.details import Details, Principal
from clausecheck.connectors.aws.identity.rights import Access as Right
from clausecheck.connectors.aws.identity.rights import administration
from clausecheck.connectors.aws.identity.ways import ways_to_administration
from clausecheck.connectors.aws.outsiders import is_narrow
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.doors import doors_of
from clausecheck.connectors.terraform.identity import details_of
from clausecheck.connectors.terraform.others import others
from clausecheck.connectors.terraform.plan import UNKNOWN, Plan, Resource, plan_of
from clausecheck.facts import Access, Population, Unreadable
from clausecheck.targets.model import System

KEY = "authorised_roles"
_PARTITION = "aws"
_RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")


def accesses(system: System, context: Context) -> Population[Access]:
    """Every way in that the plan makes. `CannotVerify` as `plan_of` says."""
    plan = plan_of(system)
    details = details_of(plan)
    told = [
        *_administrators(details, system, context),
        *(_door(one, system) for one in doors_of(plan, system, context)),
        *_ports(plan),
    ]
    return Population(
        noun="ways of access",
        members=tuple(one for one in told if isinstance(one, Access)),
        unreadable=(*(one for one in told if isinstance(one, Unreadable)), *details.unreadable, *others(plan)),
        told_in_full_by="the plan",
    )


def _administrators(details: Details, system: System, context: Context) -> Iterator[Access]:
    named = system.settings.get(KEY)
    account = str(system.settings.get("account") or "")
    ways = ways_to_administration(details, _PARTITION, account)
    for user in details.users:
        if user.arn in ways.of_users:
            yield _administrator(user, named, context)
    for role in details.roles:
        if administration(role.statements, _PARTITION, account) is not Right.NONE:
            yield _administrator(role, named, context)


def _administrator(one: Principal, named: Any, context: Context) -> Access:
    is_known = isinstance(named, (list, tuple)) and one.name in named
    to = one.name if is_known or one.is_role else context.pseudonyms.of("administrator", one.name)
    return Access(
        label=f"{'role' if one.is_role else 'user'} {to}, which would administer the account",
        kind="administrator",
        to=to,
        reaches="everything in the account",
        declared=None if named is None else is_known,
        unlimited=True,
        untold=f"the target does not say under {KEY} who may administer the account" if named is None else "",
    )


def _door(door: Door | Unreadable, system: System) -> Access | Unreadable:
    if isinstance(door, Unreadable):
        return door
    declared = is_declared(door, [one.name for one in system.recipients])
    return Access(
        label=door.label,
        kind=door.way,
        to=door.to,
        reaches=door.thing,
        declared=declared,
        open_to_everybody=None if door.everybody is None else door.everybody and not declared,
        untold=door.untold,
    )


def _ports(plan: Plan) -> Iterator[Access]:
    for one in plan.of("aws_security_group", "aws_default_security_group"):
        for rule in one.blocks("ingress"):
            yield from _open_port(one, rule, "cidr_blocks", "ipv6_cidr_blocks", known=one.knows("ingress"))
    for one in plan.of(*_RULES):
        if one.text("type") in {"", "ingress"}:
            names = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
            yield from _open_port(one, one.values, *names, known=all(map(one.knows, names)))


def _open_port(one: Resource, rule: Mapping[str, Any], *networks: str, known: bool) -> Iterator[Access]:
    what = _what(rule)
    told = [str(network) for name in networks for network in _listed(rule.get(name))]
    is_open = any(not is_narrow(network) for network in told)
    if what and (is_open or not known):
        yield Access(
            label=f"{what} of {one.address}",
            kind="port",
            to="everybody",
            reaches=what,
            declared=False if is_open else None,
            open_to_everybody=True if is_open else None,
            untold="" if is_open else f"which networks it lets in is not told: {UNKNOWN}",
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _what(rule: Mapping[str, Any]) -> str:
    """The database's port that a rule opens, in words; "" where it opens none."""
    if str(rule.get("protocol") or rule.get("ip_protocol")) in {"-1", "all"}:
        return "every port"
    first, last = rule.get("from_port"), rule.get("to_port")
    if not isinstance(first, int) or not isinstance(last, int):
        return ""
    known = [port for port in PORTS if first <= port <= last]
    return f"port {known[0]} ({PORTS[known[0]]})" if known else ""
