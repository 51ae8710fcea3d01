"""What the first bytes of a backup tell of its encryption."""

import gzip
import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.connectors.backups.contents import encryption_of

TEXT = b"INSERT INTO people VALUES (1, 'somebody');\n" * 50


def gnupg(folder: Path, *options: str) -> bytes:
    if shutil.which("gpg") is None:
        pytest.skip("apt-get install gpg")
    (folder / "home").mkdir(mode=0o700)
    command = ["gpg", "--homedir", str(folder / "home"), "--batch", "--passphrase", "of-nobody", "--pinentry-mode",
               "loopback", "--symmetric", *options]  # fmt: skip
    sealed = subprocess.run(command, input=TEXT, check=True, capture_output=True).stdout
    # Its agent would outlive the test.
    subprocess.run(["gpgconf", "--homedir", str(folder / "home"), "--kill", "all"], check=True, capture_output=True)
    return sealed


@pytest.mark.parametrize(
    ("cipher", "algorithm"), [("AES256", "AES-256"), ("AES", "AES-128"), ("CAMELLIA256", "Camellia-256")]
)
def test_gnupg_names_its_cipher_where_a_password_locks(tmp_path: Path, cipher: str, algorithm: str) -> None:
    assert encryption_of(gnupg(tmp_path, "--cipher-algo", cipher)) == (True, algorithm, "")


def test_gnupg_as_text_hides_its_cipher(tmp_path: Path) -> None:
    encrypted, algorithm, unsure = encryption_of(gnupg(tmp_path, "--armor"))
    assert (encrypted, algorithm) == (True, None)
    assert "hides the cipher" in unsure


def test_openssl_says_that_it_encrypted_and_not_how() -> None:
    command = ["openssl", "enc", "-aes-256-cbc", "-pbkdf2", "-pass", "pass:of-nobody"]
    sealed = subprocess.run(command, input=TEXT, check=True, capture_output=True).stdout
    assert encryption_of(sealed)[:2] == (True, None)


def packed_as_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("people.sql", TEXT)
    return written.getvalue()


def packed_as_tar() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("people.sql"), io.BytesIO())
    return written.getvalue()


@pytest.mark.parametrize(
    "plain",
    [gzip.compress(TEXT), packed_as_zip(), packed_as_tar(), TEXT, "Müller, Jürgen\n".encode() * 100, b"PGDMP\x01"],
    ids=["gzip", "zip", "tar", "sql", "utf-8", "pg_dump"],
)
def test_what_is_only_packed_is_not_encrypted(plain: bytes) -> None:
    assert encryption_of(plain[:4096]) == (False, None, "")


def test_text_that_the_beginning_cuts_within_a_letter_is_still_text() -> None:
    assert encryption_of(("a" * 4095 + "ü").encode()[:4096]) == (False, None, "")


def test_an_archive_that_is_locked_is_not_taken_for_open() -> None:
    locked = bytearray(packed_as_zip())
    locked[6] |= 1
    assert encryption_of(bytes(locked))[:2] == (True, None)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_nothing_unknown_is_called_encrypted_with_a_cipher_or_raises(beginning: bytes) -> None:
    encrypted, algorithm, unsure = encryption_of(beginning)
    assert (encrypted is None) <= bool(unsure)
    assert not (algorithm and not encrypted)
