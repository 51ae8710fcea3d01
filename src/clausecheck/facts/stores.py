"""Where data lies at rest: databases, volumes, buckets, queues, snapshots, log groups, tablespaces."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """One store that its provider lists, with its encryption at rest.

    `kind` is a word such as "database", "snapshot", "bucket". `algorithm` is what the provider documents for it
    ("AES-256"), `key` names the key and `key_usable` tells whether it is enabled; `None` means not told, with the
    reason in `untold`.
    """

    label: str
    kind: str
    region: str
    encrypted: bool | None
    algorithm: str | None
    key: str = ""
    key_usable: bool | None = None
    untold: str = ""
