"""Where data lies at rest: databases, volumes, buckets, queues, snapshots, log groups, tablespaces."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """One store that its provider lists, with its encryption at rest.

    `kind` is a word such as "database", "volume snapshot", "bucket"; `name` is the resource's own name, which a
    system's `at_rest` says; `label` is "<kind> <name>" and unique within its system. `algorithm` is what the
    provider documents for it ("AES-256"), `key` names the key and `key_usable` tells whether it is enabled; `None`
    means not told, with the reason in `untold`. A key that nobody but the provider can switch off has `key_usable`
    true where the provider documents that.
    """

    label: str
    kind: str
    region: str
    encrypted: bool | None
    algorithm: str | None
    key: str = ""
    key_usable: bool | None = None
    untold: str = ""
    name: str = ""

    def uses(self, algorithm: str) -> bool:
        """Whether the algorithm that was told is this one, however it is spelled: `AES-256`, `aes256`, `AES_256`."""
        return self.algorithm is not None and _spelled(self.algorithm) == _spelled(algorithm)


def _spelled(algorithm: str) -> str:
    return "".join(filter(str.isalnum, algorithm)).upper()
