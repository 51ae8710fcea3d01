"""Pseudonyms, and what may never leave (rigour 39).

People and records appear outside their systems only as keyed pseudonyms. The text of a foreign exception may
quote a value or a connection string, so it is never repeated: `kind_of` names the exception and its code.
"""

import hmac
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Self

IDENTIFIER, PHONE = "identifier", "phone"
"""What names a person from outside: digests of them are comparable with those that a company keeps."""
KEY_VARIABLE = "CLAUSECHECK_PSEUDONYM_KEY"
_SHOWN = 12
_PSEUDONYM = re.compile(rf"[a-z]+-[0-9a-f]{{{_SHOWN}}}")
_PLAIN_FILE = re.compile(r"[A-Za-z0-9_./~#+:-]{1,200}")
_NUMBER = (
    r"\+\d{7,}|(?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)"  # a phone
    r"|(?<![A-Za-z0-9])[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![A-Za-z0-9])"  # a bank account
    r"|(?<!\d)[3-6]\d{3}(?:[-_.]?\d{4}){2}[-_.]?\d{3,4}(?!\d)"  # a payment card
)
# A token or password: a word of small and capital letters with a digit between them, or one with a known beginning.
_RANDOM = (
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]{LENGTH})[A-Za-z0-9]*[A-Za-z]\d+[A-Za-z]"
    r"|gh[pousr]_\w{20}|[sr]k_(?:live|test)_\w{10}"
)
_TELLING = re.compile(f"{_NUMBER}|{_RANDOM.replace('LENGTH', '6,')}")
_TELLING_AMONG_COLUMNS = re.compile(f"{_NUMBER}|{_RANDOM.replace('LENGTH', '20,')}")
"""Columns may be called `line1Text`; files and cookies rarely are."""
_PLAIN_IDENTIFIER = re.compile(r"[\w$#%\\]{1,128}")
# What a digest leaves out.
_ENDS, _WITHIN_PHONES = re.compile(r"^[ \t\n\r\f]+|[ \t\n\r\f]+$"), re.compile(r"[ \t\n\r\f().\-/]+")


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """HMAC-SHA-256 of a value under a key that never leaves the process."""

    key: bytes = field(repr=False)
    identifier_key: bytes = field(default=b"", repr=False)
    """The company's own key for the digests of identifiers in its registers; "" where the target names none."""

    @classmethod
    def from_environment(cls) -> Self:
        """The key from `CLAUSECHECK_PSEUDONYM_KEY`, else a random one for this run."""
        given = os.environ.get(KEY_VARIABLE, "")
        return cls(given.encode() if given else secrets.token_bytes(32))

    def of(self, noun: str, value: object) -> str:
        """A stable name within this key: `of("record", 17)` is `record-5f0c…`, twelve hexadecimal digits."""
        return self.shown(noun, self.digest(noun, value))

    def digest(self, noun: str, value: object) -> str:
        """The whole HMAC, 64 hexadecimal digits: for comparing, never for showing."""
        return hmac.digest(self.key, f"{noun}\0{value}".encode(errors="surrogatepass"), "sha256").hex()

    def shown(self, noun: str, digest: str) -> str:
        """The pseudonym of a value whose HMAC (hexadecimal) under this key was worked out elsewhere."""
        return f"{noun}-{digest[:_SHOWN]}"


def is_pseudonym(text: str) -> bool:
    """Whether an example is the pseudonym of somebody or of a record, as `Pseudonyms.of` makes them."""
    return bool(_PSEUDONYM.fullmatch(text))


def is_telling(name: str) -> bool:
    """Whether a name holds what has the form of somebody's phone, account or card, or of a token or password."""
    return bool(_TELLING.search(name))


def is_plain_file(name: str) -> bool:
    """Whether the name of a file may be shown: people put names, addresses and numbers of others into them."""
    return bool(_PLAIN_FILE.fullmatch(name)) and not is_telling(name)


def shown_file(name: str, pseudonyms: Pseudonyms) -> str:
    """The name of a file, or its path, where it is a plain identifier; a pseudonym otherwise."""
    return name if is_plain_file(name) else pseudonyms.of("file", name)


def shown_name(name: str, pseudonyms: Pseudonyms, noun: str) -> str:
    """The name of a table or column where it is a plain identifier; a pseudonym otherwise.

    A file that has no line of names gives its first record's values for them.
    """
    is_plain = _PLAIN_IDENTIFIER.fullmatch(name) and not _TELLING_AMONG_COLUMNS.search(name)
    return name if is_plain or is_plain_file(name) else pseudonyms.of(noun, name)


def identifier_digest(key: bytes, noun: str, value: str) -> str:
    """The digest that a register keeps of an old identifier: HMAC-SHA-256 under the company's key, in hexadecimal.

    The value is in Unicode NFC, lower case, without white space at its ends. A phone number is without spaces, dots,
    hyphens, slashes and brackets too: `+1 (215) 555-0100` is `+12155550100`.
    """
    # Letter by letter, as databases do it: `str.lower` would look at a word's end, and make two letters of one.
    letters = "" if value.isascii() else unicodedata.normalize("NFC", value)
    written = "".join(letter.lower()[0] for letter in letters) or value.lower()
    written = _ENDS.sub("", written)
    written = _WITHIN_PHONES.sub("", written) if noun == PHONE else written
    return hmac.digest(key, written.encode(errors="surrogatepass"), "sha256").hex()


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
