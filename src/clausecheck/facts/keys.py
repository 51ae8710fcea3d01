"""Keys that a provider holds and encrypts with."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key, in the words of its provider; `label` is "key <name>".

    `spec` is its kind ("SYMMETRIC_DEFAULT", "RSA_2048"), `usage` what it is for, `state` whether it can be used
    ("Enabled", "PendingDeletion"), `manager` who holds it ("AWS", "CUSTOMER"), `origin` where its material came from.
    `rotates`: its material is replaced by itself at an interval; false also where the provider cannot do that for
    such a key, which `may_rotate` tells. `None` means not told, with the reason in `untold` and what would help in
    `remedy`.
    """

    label: str
    name: str
    region: str
    spec: str
    usage: str
    state: str
    manager: str
    origin: str
    may_rotate: bool
    rotates: bool | None
    untold: str = ""
    remedy: str = ""
