"""Who effectively administers an AWS account, and with which second factor (rigour 31).

Counted are root, every user whose policies, groups or roles lead to administration (see `rights` and `ways`) and who
can sign in, and everybody outside whom an administrating role trusts. Users with neither password nor active key are
counted apart as excluded; AWS's own services are not people.

Enrolled: an enabled device. Enforced: AWS itself asks for an enabled device at each console sign-in, but never at a
call signed with an access key; so an active key needs a condition in the policies on each of its owner's ways.
"""

from collections.abc import Mapping

from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.credential_report import Row, credential_report
from clausecheck.connectors.aws.identity.details import Principal, details_of
from clausecheck.connectors.aws.identity.members import insider, outsider
from clausecheck.connectors.aws.identity.root import root_of
from clausecheck.connectors.aws.identity.sign_ins import SignIn, completed, sign_in_of
from clausecheck.connectors.aws.identity.ways import ways_to_administration
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Administrator, Population
from clausecheck.targets.model import System


def administrators(system: System, context: Context) -> Population[Administrator]:
    """Every effective administrator of the account. `CannotVerify` where IAM tells nothing at all."""
    account = opened(system)
    return _read(account, context)


def _read(account: Account, context: Context) -> Population[Administrator]:
    root, details = root_of(account), details_of(account)
    if root.unreadable and details.unreadable and not details.users:
        raise _nothing(account.system, root.unreadable[0].why, root.unreadable[0].remedy)
    ways = ways_to_administration(details, account.caller.split(":")[1], account.id)
    users = [user for user in details.users if user.arn in ways.of_users]
    sign_ins = _sign_ins(account, users)
    able = [user for user in users if not sign_ins[user.arn].is_impossible]
    members = [insider(user, ways.of_users[user.arn], sign_ins[user.arn], context.pseudonyms) for user in able]
    members += [outsider(one, context.pseudonyms) for one in ways.outsiders]
    return Population(
        noun="administrators",
        members=((root.administrator,) if root.administrator else ()) + tuple(members),
        unreadable=root.unreadable + details.unreadable,
        excluded=len(users) - len(able),
        where_to_look=f"IAM in the AWS console of account {account.id}",
    )


def _sign_ins(account: Account, users: list[Principal]) -> Mapping[str, SignIn]:
    """The sign-in of each user, by ARN, completed from the credential report where something was not told."""
    live = account.each(lambda user: sign_in_of(account, user), users)
    rows = {} if all(one.is_told for one in live) else _report(account)
    return {
        user.arn: completed(one, rows[user.arn]) if not one.is_told and user.arn in rows else one
        for user, one in zip(users, live, strict=True)
    }


def _report(account: Account) -> Mapping[str, Row]:
    try:
        return credential_report(account)
    except Unanswered:
        return {}  # each sign-in already says what was denied and what would help


def _nothing(system: System, why: str, remedy: str) -> CannotVerify:
    return CannotVerify(
        f"system {system.name}: neither root nor users could be read: {why}",
        tried="iam:GetAccountSummary, iam:GetAccountAuthorizationDetails",
        remedy=remedy,
    )
