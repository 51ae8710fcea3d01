import re
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.errors import PolicyError
from clausecheck.policy import source
from clausecheck.policy.lock import (
    Difference,
    Lock,
    date_difference,
    differences,
    fingerprint,
    fingerprints,
    load_lock,
    lock_from,
    not_compared,
)

TEXT = """\
Privacy Policy
Last updated: March 15, 2024
1. Collection
We collect this:
- Names, and more
- Addresses
2. Keeping
We keep it for 5 years.
"""
CHANGED = TEXT.replace("5 years", "6 years").replace("- Addresses\n", "") + "3. New\n"


def lock_of(tmp_path: Path, text: str) -> Lock:
    file = tmp_path / "policy.txt"
    file.write_text(text, encoding="utf-8")
    return lock_from(file)


@given(st.lists(st.sampled_from([" ", "  ", "\t", "\u00a0", "\u2003 "]), min_size=20, max_size=20))
def test_white_space_does_not_change_a_fingerprint(spaces: list[str]) -> None:
    words = TEXT.split("\n")
    gaps = iter(spaces * 20)
    spaced = "\n".join("".join(next(gaps) if part == " " else part for part in re.split("( )", line)) for line in words)
    assert fingerprints(spaced.replace("\n", "\n\n")) == fingerprints(TEXT)


@given(st.text(), st.text())
def test_fingerprints_differ_where_more_than_form_does(one: str, other: str) -> None:
    import unicodedata

    folded = [" ".join(unicodedata.normalize("NFKC", text).split()) for text in (one, other)]
    assert (fingerprint(one) == fingerprint(other)) == (folded[0] == folded[1])


def test_compatibility_forms_are_the_same_text() -> None:
    assert fingerprint("ﬁve years") == fingerprint("five\n  years")
    assert fingerprint("5 years") != fingerprint("6 years")


def test_a_lock_is_saved_and_read_back_without_a_sentence_of_the_text(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, TEXT)
    lock.save(tmp_path / "published.lock")
    saved = (tmp_path / "published.lock").read_text()
    assert load_lock(tmp_path / "published.lock") == lock
    assert lock.version == date(2024, 3, 15)
    assert list(lock.fingerprints) == ["1", "1.a", "1.b", "2"]
    assert not any(word in saved for word in ("Names", "Addresses", "5 years", "Collection"))
    assert {path.name for path in tmp_path.iterdir()} == {"policy.txt", "published.lock"}


def test_each_clause_that_differs_is_named(tmp_path: Path) -> None:
    locked, now = lock_of(tmp_path, TEXT), lock_of(tmp_path, CHANGED)
    assert differences(locked, locked) == []
    assert differences(locked, now) == [
        Difference(clause="1.b", what="gone"), Difference(clause="2", what="changed"),
        Difference(clause="3", what="appeared"),
    ]  # fmt: skip
    assert [str(difference) for difference in differences(locked, now)] == [
        "1.b is gone from the text", "2 changed", "3 appeared: it is not locked",
    ]  # fmt: skip


def test_another_date_alone_is_told_apart(tmp_path: Path) -> None:
    locked, now = lock_of(tmp_path, TEXT), lock_of(tmp_path, TEXT.replace("March 15", "April 1"))
    assert differences(locked, now) == []
    assert date_difference(locked, locked) == ""
    assert "2024-04-01" in date_difference(locked, now)


def test_a_copy_with_hidden_addresses_agrees_with_the_page_that_hides_them(tmp_path: Path) -> None:
    page = (
        "<p>Last updated: 2024-03-15</p><h2>1. Contact</h2>"
        '<p>Email: <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{}">'
        "[email&#160;protected]</a></p><p>Phone: 1</p>"
    )
    copy = lock_of(tmp_path, "Last updated: 2024-03-15\n1. Contact\nEmail: [email protected]\nPhone: 1\n")
    one, other = (lock_of(tmp_path, page.format(_hidden(address))) for address in ("dpo@a.example", "dpo@b.example"))
    assert differences(copy, one) == []
    assert not_compared(copy, one) == ("1.a",)
    assert differences(one, one) == []
    assert not_compared(one, one) == ()
    assert differences(one, other) == [Difference(clause="1.a", what="changed")]
    shown = lock_of(tmp_path, "Last updated: 2024-03-15\n1. Contact\nEmail: dpo@a.example\nPhone: 1\n")
    assert differences(copy, shown) == [Difference(clause="1.a", what="changed")]
    assert differences(shown, one) == []


def _hidden(address: str) -> str:
    return bytes([0x42, *(byte ^ 0x42 for byte in address.encode())]).hex()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 2024-03-15\nclauses: {6.c: abc}\n", "clauses.6.c: is no fingerprint"),
        ("version: soon\nclauses: {}\n", "version: is not the date"),
        ("version: 2024-03-15\nclauses: {}\n", "holds no fingerprints"),
        ("version: 2024-03-15\nclauses: {a: b\n", "not YAML"),
        ("version: 2024-03-15\nclauses: {}\nmore: 1\n", "unknown key 'more'"),
    ],
)
def test_a_broken_lock_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "published.lock").write_text(text)
    with pytest.raises(PolicyError, match=re.escape(says)):
        load_lock(tmp_path / "published.lock")


def test_a_lock_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be written"):
        lock_of(tmp_path, TEXT).save(tmp_path / "missing" / "published.lock")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/policy")
            self.end_headers()
            return
        found = {"/policy": TEXT.encode(), "/latin": TEXT.replace("Names", "Näme").encode("latin-1")}
        content = found.get(self.path.split("?")[0])
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", "text/plain; charset=" + ("latin-1" if "latin" in self.path else "utf-8"))
        self.end_headers()
        self.wfile.write(content or b"gone")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_addresses_are_read_redirects_and_charsets_included(site: str, tmp_path: Path) -> None:
    expected = lock_of(tmp_path, TEXT)
    assert lock_from(f"{site}/policy") == expected
    assert lock_from(f"{site}/moved") == expected
    assert lock_from(f"{site}/latin") == lock_of(tmp_path, TEXT.replace("Names", "Näme"))


def test_what_cannot_be_fetched_says_why_and_no_secret(site: str, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="answered 404") as caught:
        lock_from(f"{site}/nothing?token=hunter2")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(PolicyError, match="only http and https"):
        lock_from("ftp://user:hunter2@a.example/policy")
    with pytest.raises(PolicyError, match="cannot be read"):
        lock_from("http://127.0.0.1:1/policy")
    with pytest.raises(PolicyError, match="no such file"):
        lock_from(tmp_path / "none.txt")
    with pytest.raises(PolicyError, match="is a folder"):
        lock_from(tmp_path)


def test_what_is_too_large_or_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "policy.txt"
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(PolicyError, match="not text in UTF-8"):
        lock_from(file)
    monkeypatch.setattr(source, "LARGEST", 1024 * 1024)
    file.write_bytes(b" " * (1024 * 1024 + 1))
    with pytest.raises(PolicyError, match="larger than 1 MB"):
        lock_from(file)
