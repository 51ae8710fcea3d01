"""The lock: a fingerprint of each numbered place of the published text that the policy's YAML was written for.

It holds digests and no sentence of the text. A copy of a page may show its obfuscated e-mail addresses as
"[email protected]": a lock made from such a copy agrees with a page that hides the address, whatever it is, because
the copy never told; `not_compared` names those places.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from clausecheck.documents import Document, read
from clausecheck.errors import InputError, PolicyError, Problem
from clausecheck.policy.crosschecks import position
from clausecheck.policy.pages import HIDDEN_ADDRESS
from clausecheck.policy.source import published_text, shown_source
from clausecheck.policy.splitting import Published, split

_HEAD = """\
# SHA-256 of each numbered place of the published policy, after Unicode NFKC and white-space folding.
# Made by `clausecheck policy lock --from FILE|URL`; not edited by hand.
"""
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One clause in which the published text is not the locked one."""

    clause: str
    what: Literal["changed", "appeared", "gone"]

    def __str__(self) -> str:
        says = {"changed": "changed", "appeared": "appeared: it is not locked", "gone": "is gone from the text"}
        return f"{self.clause} {says[self.what]}"


@dataclass(frozen=True, kw_only=True)
class Lock:
    """Fingerprints by clause, in the order of the text, and its "Last updated" date.

    `hidden` has, for places with an obfuscated address, the fingerprint of the text that hides it. It is not saved.
    """

    version: date
    fingerprints: Mapping[str, str]
    hidden: Mapping[str, str] = field(default_factory=dict)

    def save(self, path: Path | str) -> None:
        """Write it in one step: either all of it or nothing. `PolicyError` where that cannot be done."""
        lines = "".join(f'  "{clause}": {digest}\n' for clause, digest in self.fingerprints.items())
        target = Path(path)
        new = target.with_name(f".{target.name}.new")
        try:
            new.write_text(f'{_HEAD}version: "{self.version}"\nclauses:\n{lines}', encoding="utf-8", newline="\n")
            new.replace(target)
        except OSError as error:
            new.unlink(missing_ok=True)
            message = f"cannot be written ({error.strerror})"
            raise PolicyError([Problem(message=message, file=str(path))]) from None


def fingerprint(text: str) -> str:
    """SHA-256, in hexadecimal, of the text after NFKC and white-space folding."""
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()


def fingerprints(text: str) -> dict[str, str]:
    """The fingerprint of each place of a published text, in its order; `PolicyError` where it cannot be split."""
    return dict(_lock(split(text)).fingerprints)


def lock_from(source: Path | str) -> Lock:
    """The lock of the text at a path or an http(s) address; `PolicyError` where it cannot be read or split."""
    return _lock(split(published_text(source), shown_source(source)))


def lock_of(page: str) -> Lock:
    """The lock of an HTML page as a browser shows it; `PolicyError` where it cannot be split.

    Once scripts ran, an address that a content network hid stands there as any other: each counts as one that a copy
    may hide.
    """
    published = split(page)
    places = [replace(one, hidden=_ADDRESS.sub(HIDDEN_ADDRESS, one.hidden)) for one in published.places]
    return _lock(replace(published, places=tuple(places)))


def _lock(published: Published) -> Lock:
    return Lock(
        version=published.version,
        fingerprints={place.id: fingerprint(place.text) for place in published.places},
        hidden={place.id: fingerprint(place.hidden) for place in published.places if place.hidden != place.text},
    )


def load_lock(path: Path | str) -> Lock:
    """A saved lock; `PolicyError` with every problem of the file."""
    try:
        document = read(path)
    except InputError as error:
        raise PolicyError(error.problems) from None
    if found := list(_problems(document)):
        raise PolicyError(found)
    return Lock(version=date.fromisoformat(document.data["version"]), fingerprints=document.data["clauses"])


def _problems(document: Document) -> Iterator[Problem]:
    for key in document.data:
        if key not in {"version", "clauses"}:
            yield document.problem(f"unknown key {key!r}", key)
    try:
        date.fromisoformat(str(document.data.get("version")))
    except ValueError:
        yield document.problem("is not the date of the locked text", "version")
    clauses = document.data.get("clauses")
    if not isinstance(clauses, dict) or not clauses:
        yield document.problem("holds no fingerprints", "clauses")
        return
    for clause, digest in clauses.items():
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            yield document.problem("is no fingerprint: 64 hexadecimal digits", "clauses", clause)


def differences(locked: Lock, now: Lock) -> list[Difference]:
    """Every clause that changed, appeared or went, in the order of the policy; empty where all agree."""
    found: list[Difference] = []
    for clause in sorted({*locked.fingerprints, *now.fingerprints}, key=position):
        if clause not in locked.fingerprints:
            found.append(Difference(clause=clause, what="appeared"))
        elif clause not in now.fingerprints:
            found.append(Difference(clause=clause, what="gone"))
        elif locked.fingerprints[clause] not in (now.fingerprints[clause], now.hidden.get(clause)):
            found.append(Difference(clause=clause, what="changed"))
    return found


def not_compared(locked: Lock, now: Lock) -> tuple[str, ...]:
    """The places that agree only as far as the locked copy tells: it hides an address that the page has."""
    return tuple(
        clause for clause, hidden in now.hidden.items() if locked.fingerprints.get(clause) == hidden
    )  # fmt: skip


def date_difference(locked: Lock, now: Lock) -> str:
    """A sentence where the dates differ, else "". The date stands outside the numbered places."""
    if locked.version == now.version:
        return ""
    return f"the text says it was last updated on {now.version}; the locked one was on {locked.version}"
