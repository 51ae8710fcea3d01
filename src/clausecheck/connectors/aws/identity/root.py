"""The root account: every right, and no policy that could ask it for a second factor.

Its device is enforced at each sign-in; its access keys never are. A root without password and keys (as AWS
Organizations leaves members whose root credentials are managed centrally) cannot sign in.
"""

from dataclasses import dataclass

from clausecheck.connectors.aws.calls import asked
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.credential_report import ROOT, credential_report, flag
from clausecheck.connectors.aws.identity.sign_ins import SignIn
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Administrator, Unreadable


@dataclass(frozen=True, kw_only=True)
class Root:
    """The root account as an administrator, `None` where it cannot sign in; or why it could not be read."""

    administrator: Administrator | None = None
    unreadable: tuple[Unreadable, ...] = ()


def root_of(account: Account) -> Root:
    """From the account's live summary, else from the credential report."""
    try:
        return _judged(_from_summary(account))
    except Unanswered as failure:
        return _from_report(account, failure)


def _from_summary(account: Account) -> SignIn:
    told = asked(account, "iam", account.regions[0], "get_account_summary")["SummaryMap"]
    return SignIn(
        console=told.get("AccountPasswordPresent", 1) != 0,
        keys=told.get("AccountAccessKeysPresent", 0) != 0,
        device=told.get("AccountMFAEnabled", 0) != 0,
    )


def _from_report(account: Account, failure: Unanswered) -> Root:
    try:
        row = credential_report(account)[ROOT]
    except (Unanswered, KeyError):
        return Root(unreadable=(Unreadable(what="root account", why=failure.why, remedy=failure.remedy),))
    return _judged(
        SignIn(
            console=flag(row, "password_enabled") is not False,
            keys=flag(row, "access_key_1_active", "access_key_2_active"),
            device=flag(row, "mfa_active"),
        )
    )


def _judged(sign_in: SignIn) -> Root:
    if sign_in.is_impossible:
        return Root()
    enforced = False if sign_in.keys or sign_in.device is False else True if sign_in.is_told else None
    return Root(
        administrator=Administrator(
            label="root account",
            reaches="access keys of root" if sign_in.keys else "root",
            mfa_enrolled=sign_in.device,
            mfa_enforced=enforced,
            untold="" if sign_in.is_told else "the credential report does not tell root's device or keys",
        )
    )
