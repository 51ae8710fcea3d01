"""What an endpoint accepts: protocol versions, ciphers, its certificate, and whether it speaks in plain text too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

VERSIONS: Final = ("SSLv3", "1.0", "1.1", "1.2", "1.3")
"""Protocol versions, the oldest first: SSL 3.0, and TLS by its number."""
FLAWS: Final = (
    "expired", "not_yet_valid", "self_signed", "unknown_authority", "wrong_name", "weak_key", "weak_signature", "unfit",
)  # fmt: skip
"""What may be wrong with a certificate. `unfit`: its chain is refused for another reason, such as its purpose."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """A server's certificate and its chain. `begins` and `ends` are aware; `days_left` are whole days from `as_of`.

    `key` is such as "RSA 2048", `signature` the hash of its signature. `flaws` are some of `FLAWS`.
    """

    begins: datetime
    ends: datetime
    days_left: int
    key: str
    signature: str
    flaws: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One endpoint. `None` means that it could not be told, with the reason in `doubts` where there is one.

    `encrypted`: it speaks TLS at all, from the first byte or after its protocol's own upgrade. `accepted` are the
    versions that it agreed to, of those in `VERSIONS`; `ciphers` the one negotiated with each. `broken_ciphers` are
    kinds of cipher that it also accepts (NULL, anonymous, EXPORT, RC4, DES, 3DES), `cbc_sha1` whether it does suites
    of CBC and SHA-1. `plain_text`: it serves without encryption too; of a website, that plain HTTP does not redirect
    to https.
    `hsts` is the max-age of its header in seconds, 0 where there is none; `None` for what is no website as well.
    `ocsp_stapled` is no matter of a verdict, and stays `None` without giving a reason.
    """

    label: str
    protocol: str
    encrypted: bool | None
    accepted: tuple[str, ...] = ()
    ciphers: Mapping[str, str] = field(default_factory=dict)
    broken_ciphers: tuple[str, ...] | None = None
    cbc_sha1: bool | None = None
    certificate: Certificate | None = None
    plain_text: bool | None = None
    hsts: int | None = None
    ocsp_stapled: bool | None = None
    doubts: tuple[str, ...] = ()

    @property
    def untold(self) -> str:
        """Why it cannot be judged in full; whatever is `None` where it should not be is a reason of its own."""
        reasons = list(self.doubts)
        if self.encrypted and self.plain_text is None:
            reasons.append("it does not say whether it serves in plain text too")
        if self.encrypted is None or (self.encrypted and None in self._asked_of_all):
            reasons.append("not everything could be asked")
        return f"{self.label}: {'; '.join(reasons)}" if reasons else ""

    @property
    def _asked_of_all(self) -> tuple[object, ...]:
        return (self.broken_ciphers, self.certificate, self.hsts if self.is_website else 0)

    @property
    def is_website(self) -> bool:
        return self.protocol == "https"

    def older_than(self, minimum: str) -> tuple[str, ...]:
        """The versions accepted that are older than this one: `1.2`."""
        return tuple(one for one in self.accepted if VERSIONS.index(one) < VERSIONS.index(minimum))

    def has(self, *flaws: str) -> bool:
        """Whether its certificate has one of these flaws."""
        return self.certificate is not None and not set(flaws).isdisjoint(self.certificate.flaws)
