"""The hash that a database works out is HMAC's own (RFC 2104), whatever the length of the key."""

import hashlib
import hmac

import pytest

from clausecheck.records.digests import pads


@pytest.mark.parametrize("length", [0, 1, 32, 63, 64, 65, 200])
def test_the_pads_are_those_of_hmac(length: int) -> None:
    key, message = bytes(range(200))[:length], b"person\0ann"
    inner, outer = pads(key)
    told = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).digest()
    assert told == hmac.digest(key, message, "sha256")
