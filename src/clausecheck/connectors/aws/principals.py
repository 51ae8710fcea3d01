"""Whom a policy names: everybody, an account, a role, a service; people only as pseudonyms."""

import re

from clausecheck.redaction import Pseudonyms

EVERYBODY = "*"
_ACCOUNT = re.compile(r"\d{12}")
_ROLE = re.compile(r"arn:[\w-]+:iam::\d{12}:(root|role/.+)")


def account_of(who: str) -> str | None:
    """The account that a principal of AWS belongs to, or `None` where its name does not tell."""
    if _ACCOUNT.fullmatch(who):
        return who
    parts = who.split(":")
    return parts[4] if len(parts) > 5 and parts[4] else None


def shown(kind: str, who: str, pseudonyms: Pseudonyms) -> str:
    """A principal in words that may be shown."""
    if kind == "AWS" and who == EVERYBODY:
        return "everybody"
    if kind == "Service" or _ROLE.fullmatch(who):
        return who
    if _ACCOUNT.fullmatch(who):
        return f"account {who}"
    return pseudonyms.of("principal", f"{kind} {who}")
