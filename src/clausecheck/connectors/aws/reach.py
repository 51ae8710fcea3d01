"""What `target check` tells of an AWS account: as whom, what answers, what is missing, what would help."""

from collections.abc import Callable
from typing import Any

from clausecheck.connectors.aws.accesses import accesses
from clausecheck.connectors.aws.backups import protected
from clausecheck.connectors.aws.bucket_policies import buckets
from clausecheck.connectors.aws.calls import asked
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity import administrators
from clausecheck.connectors.aws.identity.details import Details, Principal, details_of
from clausecheck.connectors.aws.identity.rights import Access, access_to
from clausecheck.connectors.aws.key_rotation import every_key
from clausecheck.connectors.aws.log_stores import log_stores
from clausecheck.connectors.aws.monitors import monitors
from clausecheck.connectors.aws.outflows import outflows
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.aws.stores import stores
from clausecheck.connectors.protocol import Context, Reach
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_WRITES = ("s3:PutObject", "rds:DeleteDBInstance", "ec2:DeleteVolume", "dynamodb:DeleteTable", "iam:CreateUser")
_FACTS: dict[str, Callable[[System, Context], Population[Any]]] = {
    "stores": stores,
    "administrators": administrators,
    "buckets with their policies": buckets,
    "keys with their rotation": every_key,
    "monitors": monitors,
    "ways of access": accesses,
    "ways of data": outflows,
    "log stores": log_stores,
    "stores with their backups": protected,
}


def reach(system: System, context: Context) -> Reach:
    """Read everything once and tell what came of it. Never raises."""
    try:
        account = opened(system)
        return _told(account, context)
    except CannotVerify as failure:
        return Reach(system=system.name, reached=False, missing=(failure.reason,), grants=(failure.remedy,))
    except Exception as error:
        return Reach(system=system.name, reached=False, missing=(f"the account could not be read ({kind_of(error)})",))


def _told(account: Account, context: Context) -> Reach:
    can: list[str] = []
    missing: list[str] = []
    grants: list[str] = []
    for name, read in _FACTS.items():
        try:
            population = read(account.system, context)
        except CannotVerify as failure:
            missing.append(failure.reason)
            grants.append(failure.remedy)
            continue
        can.append(f"{len(population)} {name}")
        untold = [key for key in population if getattr(key, "remedy", "")]
        missing += [*map(str, population.unreadable), *(f"{key.label}: {key.untold}" for key in untold)]
        grants += [entry.remedy for entry in (*population.unreadable, *untold)]
    return Reach(
        system=account.system.name,
        reached=bool(can),
        identity=_identity(account, context),
        can=tuple(can),
        missing=tuple(dict.fromkeys(missing)),
        grants=tuple(dict.fromkeys(filter(None, grants))),
        warnings=tuple(_warnings(account)),
    )


def _identity(account: Account, context: Context) -> str:
    """The caller without a person's name: a user's is one, and so may be the session of a role."""
    kind, _, name = account.caller.rsplit(":", 1)[-1].partition("/")
    if kind == "assumed-role":
        return f"role {name.split('/')[0]} of account {account.id}"
    if kind == "root":
        return f"root of account {account.id}"
    return f"{context.pseudonyms.of('identity', account.caller)} of account {account.id}"


def _warnings(account: Account) -> list[str]:
    return [warning for warning in (_writes(account), _regions(account)) if warning]


def _writes(account: Account) -> str:
    """Whether the auditing identity can change what it audits, as far as its own policies tell."""
    resource = account.caller.rsplit(":", 1)[-1]
    if resource == "root":
        return "the auditing identity is root: it can change everything that it audits"
    me = _own(details_of(account), resource)
    writes = [action for action in _WRITES if me and access_to(me.statements, action, "*") is not Access.NONE]
    return f"the auditing identity can write ({', '.join(writes)}): a read-only one is enough" if writes else ""


def _own(details: Details, resource: str) -> Principal | None:
    """The auditing user or role among those listed."""
    kind, _, name = resource.partition("/")
    if kind == "assumed-role":
        return next((role for role in details.roles if role.name == name.split("/")[0]), None)
    return next((user for user in details.users if user.arn.endswith(f":{resource}")), None)


def _regions(account: Account) -> str:
    """Regions that are switched on and that the target does not name: stores may lie there unseen."""
    try:
        answer = asked(account, "ec2", account.regions[0], "describe_regions")
    except Unanswered as failure:
        return f"whether other regions are in use could not be read: {failure.why}"
    others = sorted({region["RegionName"] for region in answer["Regions"]} - set(account.regions))
    return f"not named in the target, and not looked at: {', '.join(others)}" if others else ""
