"""The evidence of one run while it lasts: lines that are written as things are seen, into a folder that says so.

What could not be written does not end the audit: the fault is kept, and told when the run ends.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from clausecheck.documents import printable
from clausecheck.errors import CannotVerify, CommandError
from clausecheck.evidence.calls import Calls
from clausecheck.evidence.door import Door
from clausecheck.evidence.encoding import encoded
from clausecheck.facts import Population
from clausecheck.folders import tried
from clausecheck.redaction import kind_of

INCOMPLETE: Final = ".incomplete"
STATE: Final = "state.json"
_SURROGATES: Final = "backslashreplace"
"""What is no character of its own becomes the escape that JSON has for it."""
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
FACTS, EXAMINATIONS = "facts.jsonl", "examinations.jsonl"


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One examination as evidence keeps it: what was asked, of what, and the fact or the reason that came back.

    `terms` is the digest of everything in the policy that the fact depends on. `subject` has the names of the system,
    dataset and place. `consulted` are the (dataset, place)s that answering it read. One that nobody looked at has
    `looked_at` false.
    """

    id: str
    check: str
    clause: str
    obligation: str
    number: int
    terms: str
    subject: Mapping[str, Any]
    consulted: Iterable[tuple[str, str]] = ()
    looked_at: bool = True


class Keeping:
    """Takes what a run sees. Calls may come from several threads, everything else from one."""

    def __init__(self, root: Path, run: str, door: Door, *, target: str = "", retention: str = "") -> None:
        """`retention` is the period for which the policy says that evidence is kept, "" where it says none."""
        self.root, self.run, self.door, self.target, self.retention = root, run, door, target, retention
        self.folder = root / f"{run}{INCOMPLETE}"
        self.fault = ""
        self.has_begun = False
        self._files: dict[str, IO[str]] = {}
        self._known: dict[int, tuple[object, int]] = {}
        self.calls = Calls(door)

    def begin(self) -> None:
        """From now on the folder is there, and says that it is not whole."""
        self.has_begun = True
        self.write(STATE, json.dumps({"state": "the audit that writes this has not ended", "run": self.run}))

    def examined(self, one: Examined, fact: object | BaseException) -> None:
        """Keep an examination with its fact, or with what gathering the fact raised."""
        told = {**vars(one), "consulted": sorted(one.consulted), **self._answer(fact)}
        self._line(EXAMINATIONS, encoded(told, self.door))
        self._drain()

    def _drain(self) -> None:
        for name, value in self.calls.lines():
            self._line(name, value)

    def _answer(self, fact: object | BaseException) -> Mapping[str, Any]:
        if isinstance(fact, CannotVerify):
            return {"unverified": {"reason": fact.reason, "tried": fact.tried, "remedy": fact.remedy}}
        if isinstance(fact, BaseException):
            return {"fault": kind_of(fact)}
        return {"fact": self._number(fact)}

    def _number(self, fact: object) -> int:
        """Facts that answer several examinations are written once."""
        if id(fact) not in self._known:
            self._known[id(fact)] = fact, len(self._known)
            self._write_fact(fact, self._known[id(fact)][1])
        return self._known[id(fact)][1]

    def _write_fact(self, fact: object, number: int) -> None:
        told = encoded(fact, self.door)
        members = told.pop("members") if isinstance(fact, Population) else []
        self._line(FACTS, {"fact": number, "members": len(members), "is": told})
        for one in members:
            self._line(FACTS, {"of": number, "is": one})

    def lines(self, name: str, values: Iterable[Any]) -> None:
        """A file with a line for each value, there even where there is none."""
        self.write(name, "".join(f"{_json(encoded(one, self.door))}\n" for one in values))

    def text(self, name: str, text: str) -> None:
        """A text that passes the door."""
        self.write(name, self.door.text(text))

    def write(self, name: str, content: str | bytes) -> None:
        """A file as it is."""
        self._doing(lambda: self._whole(name, _bytes(content)))

    def _whole(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _line(self, name: str, value: Any) -> None:
        line = f"{_json(value)}\n"
        self._doing(lambda: self._append(name, line))

    def _append(self, name: str, line: str) -> None:
        if name not in self._files:
            self._files[name] = (self.folder / name).open("w", encoding="utf-8", errors=_SURROGATES)
        self._files[name].write(line)

    def _doing(self, write: Callable[[], object]) -> None:
        if self.fault:
            return
        try:
            write()
        except OSError as error:
            self.fault = error.strerror or kind_of(error)

    def close(self) -> None:
        """Everything that was told stands in its file."""
        self._drain()
        for file in self._files.values():
            self._doing(file.close)
        self._files.clear()


def _json(value: Any) -> str:
    return printable(_ENCODE(value))


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode(errors=_SURROGATES)


def writable(root: Path) -> None:
    """Raise `CommandError` unless evidence can be kept below `root`: by doing it, and leaving nothing behind."""
    try:
        tried(root)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CommandError(f"the evidence folder {root} cannot be written: {why}") from None
