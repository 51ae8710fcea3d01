"""Accounts of a directory: whether anybody can still sign in with them, who they belong to, when they were used.

An account counts as closed only by what the directory itself refuses sign-ins for. A lock that ends by itself, after
wrong passwords, closes nothing.
"""

from datetime import UTC, datetime, timedelta

from clausecheck.connectors.ldap.directories import Entry

ATTRIBUTES = (
    "objectClass", "uid", "cn", "memberOf", "gidNumber", "primaryGroupID",
    "pwdAccountLockedTime", "pwdEndTime", "shadowExpire", "nsAccountLock", "userAccountControl", "accountExpires",
    "authTimestamp", "pwdLastSuccess", "lastLogonTimestamp",
)  # fmt: skip
_FOR_GOOD = "000001010000Z"
"""pwdAccountLockedTime of what only an administrator opens again (draft-behera-ldap-password-policy, 5.3.3)"""
_DISABLED = 0x2
"""ADS_UF_ACCOUNTDISABLE of userAccountControl (MS-ADTS 2.2.16)"""
_NEVER = {0, 2**63 - 1}
"""accountExpires of an account that does not (MS-ADTS: Attribute accountExpires)"""
_SINCE_1601 = datetime(1601, 1, 1, tzinfo=UTC)
_LAST_USE = ("authTimestamp", "pwdLastSuccess", "lastLogonTimestamp")


def is_closed(account: Entry, at: datetime) -> bool:
    """Whether the directory refuses every sign-in with it at this moment."""
    return (
        account.text("pwdAccountLockedTime") == _FOR_GOOD
        or account.text("nsAccountLock").lower() == "true"
        or bool((_number(account, "userAccountControl") or 0) & _DISABLED)
        or _is_past(_moment(account.text("pwdEndTime")), at)
        or _is_past(_expiry(account), at)
    )


def is_expired_for_unix(account: Entry, at: datetime) -> bool:
    """Whether its `shadowExpire`, in days since 1970, is over: Unix sign-ins obey it, the directory does not."""
    days = _number(account, "shadowExpire")
    return days is not None and 0 <= days <= (at - datetime(1970, 1, 1, tzinfo=UTC)).days


def last_used(account: Entry) -> datetime | None:
    """The last sign-in that the directory keeps; `None` where it keeps none."""
    told = [moment for name in _LAST_USE if (moment := _moment(account.text(name)))]
    return max(told, default=None)


def _expiry(account: Entry) -> datetime | None:
    ticks = _number(account, "accountExpires")
    return None if ticks is None or ticks < 0 or ticks in _NEVER else _of_ticks(ticks)


def _is_past(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _number(account: Entry, attribute: str) -> int | None:
    try:
        return int(account.text(attribute))
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Generalized time (RFC 4517, 3.3.13) in UTC, or Microsoft's count of 100 ns since 1601; `None` for neither."""
    if text.isdecimal():
        return _of_ticks(int(text)) if len(text) > 14 else None
    try:
        return datetime.strptime(text.partition(".")[0].rstrip("Z"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _of_ticks(ticks: int) -> datetime | None:
    try:
        return _SINCE_1601 + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
