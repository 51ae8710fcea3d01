"""How a user can sign in: with a password, with access keys, with a device for the second factor.

Three live questions a user, for AWS answers them no other way as of now; the credential report stands in where one
is denied.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clausecheck.connectors.aws.calls import asked, pages
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.credential_report import Row, flag
from clausecheck.connectors.aws.identity.details import Principal
from clausecheck.connectors.aws.sessions import Account


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """A console password, an active access key, an enabled device; `None` where it could not be told."""

    console: bool | None
    keys: bool | None
    device: bool | None
    untold: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return None not in (self.console, self.keys, self.device)

    @property
    def is_impossible(self) -> bool:
        """Neither password nor key: a name with rights that nobody can use."""
        return self.console is False and self.keys is False


def sign_in_of(account: Account, user: Principal) -> SignIn:
    """What IAM says of one user now."""
    untold: list[str] = []

    def told(what: str, question: Callable[[Account, str], bool]) -> bool | None:
        try:
            return question(account, user.name)
        except Unanswered as failure:
            untold.append(f"{what} could not be read: {failure.why}; {failure.remedy}")
            return None

    console, keys, device = told("console access", _console), told("access keys", _keys), told("devices", _device)
    return SignIn(console=console, keys=keys, device=device, untold=tuple(untold))


def completed(sign_in: SignIn, row: Row) -> SignIn:
    """What was not told, from the user's row of the credential report."""
    whole = replace(
        sign_in,
        console=_first(sign_in.console, flag(row, "password_enabled")),
        keys=_first(sign_in.keys, flag(row, "access_key_1_active", "access_key_2_active")),
        device=_first(sign_in.device, flag(row, "mfa_active")),
    )
    return replace(whole, untold=()) if whole.is_told else whole


def _first(live: bool | None, reported: bool | None) -> bool | None:
    return reported if live is None else live


def _console(account: Account, name: str) -> bool:
    try:
        asked(account, "iam", account.regions[0], "get_login_profile", UserName=name)
    except Unanswered as failure:
        if failure.code == "NoSuchEntity":
            return False
        raise
    return True


def _keys(account: Account, name: str) -> bool:
    return any(key.get("Status") == "Active" for key in _all(account, "list_access_keys", "AccessKeyMetadata", name))


def _device(account: Account, name: str) -> bool:
    return bool(_all(account, "list_mfa_devices", "MFADevices", name))


def _all(account: Account, operation: str, key: str, name: str) -> list[Mapping[str, Any]]:
    found = pages(account, "iam", account.regions[0], operation, UserName=name)
    return [item for page in found for item in page.get(key) or ()]
