"""Cipher suites before TLS 1.3 by their numbers, as IANA lists them.

Source: the TLS Cipher Suites registry; which of them are broken: RFC 9325 (BCP 195) section 4.1, RFC 7465 for RC4.
"""

from collections.abc import Mapping, Sequence
from typing import Final

BROKEN: Final[Mapping[str, Sequence[int]]] = {
    "NULL": (0x0001, 0x0002, 0x003B, 0xC001, 0xC006, 0xC00B, 0xC010, 0xC015),
    "EXPORT": (0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0011, 0x0014, 0x0017, 0x0019),
    "anonymous": (0x0034, 0x003A, 0x0046, 0x0089, 0x006C, 0x006D, 0x00A6, 0x00A7, 0xC018, 0xC019),
    "RC4": (0x0004, 0x0005, 0x0018, 0xC002, 0xC007, 0xC00C, 0xC011, 0xC016),
    "DES": (0x0009, 0x000C, 0x000F, 0x0012, 0x0015, 0x001A),
    "3DES": (0x000A, 0x000D, 0x0010, 0x0013, 0x0016, 0x001B, 0xC003, 0xC008, 0xC00D, 0xC012, 0xC017),
}
"""What nobody may use any more, by kind: no encryption, 40 bits, no identity, a stream that leaks, 56 and 112 bits."""
CBC_SHA1: Final = (
    0x0007, 0x002F, 0x0035, 0x0032, 0x0033, 0x0038, 0x0039, 0x0041, 0x0045, 0x0084, 0x0088, 0x0096, 0x0099, 0x009A,
    0xC009, 0xC00A, 0xC013, 0xC014,
)  # fmt: skip
"""AES, Camellia, SEED and IDEA in CBC mode with SHA-1: discouraged, and not broken."""
SOUND: Final = (
    0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xCCAA, 0x009E, 0x009F, 0x009C, 0x009D, 0xC023, 0xC024, 0xC027,
    0xC028, 0x003C, 0x003D, 0x0067, 0x006B,
)  # fmt: skip
ANY: Final = (*SOUND, *CBC_SHA1, *(suite for kind in BROKEN.values() for suite in kind))
"""Every suite that is asked about here: what a server is offered to find out whether it speaks a version at all."""


def kind_of_suite(suite: int) -> str:
    """Its kind among those that are broken; "" where it is none of them."""
    return next((kind for kind, suites in BROKEN.items() if suite in suites), "")
