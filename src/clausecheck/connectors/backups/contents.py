"""What the first bytes of a file tell of its encryption. They are looked at, never kept.

Sources: RFC 9580 (OpenPGP packets and symmetric algorithms), the age file format (age-encryption.org/v1, which
encrypts with ChaCha20-Poly1305), OpenSSL's `enc` ("Salted__", which does not name its cipher), and the signatures of
common archives and dumps.
"""

Told = tuple[bool | None, str | None, str]
"""Encrypted, with which algorithm, and what could not be told."""

_OPEN: Told = (False, None, "")
_TOLD_BY_SIGNATURE: dict[bytes, Told] = {
    b"\x1f\x8b": _OPEN,  # gzip
    b"BZh": _OPEN,  # bzip2
    b"\xfd7zXZ\x00": _OPEN,  # xz
    b"(\xb5/\xfd": _OPEN,  # zstd
    b"\x04\x22\x4d\x18": _OPEN,  # lz4
    b"PGDMP": _OPEN,
    b"SQLite format 3\x00": _OPEN,
    b"age-encryption.org/": (True, "ChaCha20-Poly1305", ""),
    b"Salted__": (True, None, "the file says that it is encrypted, not with which cipher"),
    b"-----BEGIN PGP MESSAGE-----": (True, None, "the file is encrypted and written as text, which hides the cipher"),
}
_ZIP, _ZIP_FLAGS_AT, _TAR_MAGIC_AT = b"PK\x03\x04", 6, 257
_SYMMETRIC = {1: "IDEA", 2: "TripleDES", 3: "CAST5", 4: "Blowfish", 7: "AES-128", 8: "AES-192", 9: "AES-256",
              10: "Twofish", 11: "Camellia-128", 12: "Camellia-192", 13: "Camellia-256"}  # fmt: skip
_SHORTEST = 6
_PUBLIC_KEY, _PASSWORD, _SEALED = 1, 3, {9, 18, 20}


def encryption_of(beginning: bytes) -> Told:
    """Whether a file that begins so is encrypted, and with what."""
    if not beginning:
        return None, None, "the file is empty"
    return (
        next((told for signature, told in _TOLD_BY_SIGNATURE.items() if beginning.startswith(signature)), None)
        or _archive(beginning)
        or _open_pgp(beginning)
        or _text(beginning)
        or (None, None, "whether the file is encrypted does not show")
    )


def _archive(beginning: bytes) -> Told | None:
    if beginning.startswith(_ZIP):
        is_locked = len(beginning) > _ZIP_FLAGS_AT and beginning[_ZIP_FLAGS_AT] & 1
        return (True, None, "the archive says that it is encrypted, not with which cipher") if is_locked else _OPEN
    return _OPEN if beginning[_TAR_MAGIC_AT:].startswith(b"ustar") else None


def _open_pgp(beginning: bytes) -> Told | None:
    """An OpenPGP message. Encrypted to a key, it names its cipher inside what is encrypted, where nobody may look."""
    tag, body = _packet(beginning)
    if tag == _PASSWORD and len(body) > 1 and body[0] in {4, 5, 6}:
        cipher = _SYMMETRIC.get(body[1] if body[0] == 4 else body[2])
        return (True, cipher, "") if cipher else (True, None, "the file names a cipher that is not known here")
    if tag == _PUBLIC_KEY and body[:1] in {b"\x03", b"\x06"}:
        return True, None, "the file is encrypted to a key, and does not show its cipher"
    if tag in _SEALED and body:
        return True, None, "the file is encrypted, and does not show its cipher"
    return None


def _packet(data: bytes) -> tuple[int, bytes]:
    """The tag and the start of the body of the first packet, in either format; tag 0 where it is none."""
    if len(data) < _SHORTEST or not data[0] & 0x80:
        return 0, b""
    if data[0] & 0x40:
        length = 1 if data[1] < 192 or 224 <= data[1] < 255 else 2 if data[1] < 224 else 5
        return data[0] & 0x3F, data[1 + length :]
    return (data[0] >> 2) & 0x0F, data[1 + (1, 2, 4, 0)[data[0] & 3] :]


def _text(beginning: bytes) -> Told | None:
    """Text that people can read is not encrypted: a dump as SQL, CSV, JSON."""
    try:
        text = beginning.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(beginning) - 4:  # a letter that the beginning cuts in two is no reason
            return None
        text = beginning[: error.start].decode("utf-8")
    is_readable = all(letter.isprintable() or letter in "\t\n\r\f" for letter in text)
    return _OPEN if text and is_readable else None
