"""Keyed hashes worked out inside the database, the same that `Pseudonyms.digest` gives (RFC 2104, FIPS 180-4)."""

import hashlib
import hmac
import sqlite3
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, String, cast, func, literal, types

from clausecheck.redaction import Pseudonyms

Expression = ColumnElement[Any]
_BLOCK = 64


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The key XORed with HMAC's two constants."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(one ^ 0x36 for one in block), bytes(one ^ 0x5C for one in block)


def keyed_digest(value: Expression, connection: Connection, pseudonyms: Pseudonyms, noun: str) -> Expression:
    """The HMAC of a text expression, in lower-case hexadecimal; NULL stays NULL.

    The expression is text as `relation.as_text` gives it. The key travels as a bound value.
    """
    inner, outer = pads(pseudonyms.key)
    first, second = literal(inner + f"{noun}\0".encode(), LargeBinary), literal(outer, LargeBinary)
    match connection.dialect.name:
        case "sqlite":
            _teach(connection)
            return func.clausecheck_hmac(literal(pseudonyms.key, LargeBinary), noun, value, type_=String())
        case "postgresql":
            message = func.sha256(first.op("||")(func.convert_to(value, "UTF8")))
            return func.encode(func.sha256(second.op("||")(message)), "hex", type_=String())
        case "duckdb":
            message = func.unhex(func.sha256(first.op("||")(func.encode(value))))
            return func.sha256(second.op("||")(message), type_=String())
        case _:
            message = func.unhex(func.sha2(func.concat(first, cast(value, types.BINARY)), 256))
            return func.sha2(func.concat(second, message), 256, type_=String())


def _teach(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.create_function("clausecheck_hmac", 3, _hmac, deterministic=True)


def _hmac(key: bytes, noun: str, value: object) -> str | None:
    if value is None:
        return None
    return hmac.digest(key, f"{noun}\0{value}".encode(errors="surrogatepass"), "sha256").hex()
