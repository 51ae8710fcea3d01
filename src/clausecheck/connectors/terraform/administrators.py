"""Who would administer the account that a plan makes, and whether its policies ask for a second factor (rigour 31).

A plan does not tell who will enroll a device. So a user is protected where every way to administration asks for the
factor, offends where the plan makes an access key and a way asks for none, and cannot be told otherwise.
"""

from collections.abc import Sequence

from clausecheck.connectors.aws.identity.members import outsider
from clausecheck.connectors.aws.identity.rights import Access
from clausecheck.connectors.aws.identity.ways import Way, ways_to_administration
from clausecheck.connectors.people import person_of
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.identity import details_of
from clausecheck.connectors.terraform.others import others
from clausecheck.connectors.terraform.plan import Plan, plan_of
from clausecheck.facts import Administrator, Population
from clausecheck.targets.model import System

_PARTITION = "aws"
_UNTOLD = "a plan does not tell whether a device is enrolled; ask for the factor in the policy, or look at the account"


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every user who would administer, and everybody outside whom an administrating role trusts."""
    plan = plan_of(system)
    details = details_of(plan)
    ways = ways_to_administration(details, _PARTITION, str(system.settings.get("account") or ""))
    keyed = _with_keys(plan)
    insiders = [
        _insider(user.name, ways.of_users[user.arn], user.name in keyed or user.arn in keyed, context)
        for user in details.users
        if user.arn in ways.of_users
    ]
    outsiders = [outsider(one, context.pseudonyms) for one in ways.outsiders]
    return Population(
        noun="administrators",
        members=(*insiders, *outsiders),
        unreadable=details.unreadable + others(plan),
        told_in_full_by="the plan",
    )


def _with_keys(plan: Plan) -> set[str]:
    """The users for whom the plan makes an access key, by name or by address."""
    keys = [one for one in plan.of("aws_iam_access_key") if one.text("status").lower() != "inactive"]
    by_reference = {user.address for one in keys for user in plan.meant(one, "user", "aws_iam_user")}
    return by_reference | {one.text("user") for one in keys if one.text("user")}


def _insider(name: str, ways: Sequence[Way], has_key: bool, context: Context) -> Administrator:
    asks = all(way.access is Access.WITH_MFA for way in ways)
    enforced = True if asks else False if has_key else None
    return Administrator(
        label=context.pseudonyms.of("administrator", name),
        reaches=", ".join(dict.fromkeys(way.through for way in ways)),
        mfa_enrolled=None,
        mfa_enforced=enforced,
        untold="" if enforced is not None else _UNTOLD,
        person=person_of(name, context.pseudonyms),
    )
