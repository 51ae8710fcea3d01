"""Pseudonyms, and what may never leave (rigour 39).

People and records appear outside their systems only as keyed pseudonyms. The text of a foreign exception may
quote a value or a connection string, so it is never repeated: `kind_of` names the exception and its code.
"""

import hmac
import os
import secrets
from dataclasses import dataclass, field
from typing import Self

KEY_VARIABLE = "CLAUSECHECK_PSEUDONYM_KEY"
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """HMAC-SHA-256 of a value under a key that never leaves the process."""

    key: bytes = field(repr=False)

    @classmethod
    def from_environment(cls) -> Self:
        """The key from `CLAUSECHECK_PSEUDONYM_KEY`, else a random one for this run."""
        given = os.environ.get(KEY_VARIABLE, "")
        return cls(given.encode() if given else secrets.token_bytes(32))

    def of(self, noun: str, value: object) -> str:
        """A stable name within this key: `of("record", 17)` is `record-5f0c…`, twelve hexadecimal digits."""
        digest = hmac.digest(self.key, f"{noun}\0{value}".encode(errors="surrogatepass"), "sha256")
        return self.shown(noun, digest.hex())

    def shown(self, noun: str, digest: str) -> str:
        """The pseudonym of a value whose HMAC (hexadecimal) under this key was worked out elsewhere."""
        return f"{noun}-{digest[:_SHOWN]}"


class Secret(str):
    """A string that came from the environment: usable as one, never shown by `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(…)"


def kind_of(error: BaseException) -> str:
    """The class of an exception, with the code that its library gives, and none of its text.

    Reads `sqlstate` (PostgreSQL), a numeric first argument (MariaDB, the operating system) and
    `response["Error"]["Code"]` (AWS).
    """
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlstate", None)
    if code is None and origin.args and isinstance(origin.args[0], int):
        code = origin.args[0]
    response = getattr(origin, "response", None)
    if code is None and isinstance(response, dict):
        code = response.get("Error", {}).get("Code")
    return type(origin).__name__ + (f" {code}" if code is not None else "")
