"""The statements and calls of a run: each with its moment, its seconds and its rows, and never with a value.

A statement's text is kept once, by its digest. What stands in it between quotes could be a value, so it is left out;
a name of a table or column that is no plain identifier is a pseudonym, as everywhere.
"""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from clausecheck.evidence.door import Door
from clausecheck.model import Call
from clausecheck.redaction import shown_name

CALLS, STATEMENTS = "calls.jsonl", "statements.jsonl"
_QUOTED: Final = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_NAMED: Final = re.compile(r'"((?:[^"]|"")*)"|`((?:[^`]|``)*)`')
_OF_OURS: Final = re.compile(r"[a-z_ .]+")
"""What statements call their own parts, such as `entries of contracts`."""
_SHOWN: Final = 16
SQL: Final = "sql"


class Calls:
    """A listener that gathers what it is told until `lines` asks for it. In another process nobody listens.

    A call may be told by a cursor that nobody has any more, in the middle of anything, so that telling only appends.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._told: deque[Call] = deque()
        self._known: dict[str, str] = {}

    def __reduce__(self) -> tuple[Callable[[], Callable[[Call], None]], tuple[()]]:
        return _deaf, ()

    def __call__(self, call: Call) -> None:
        self._told.append(call)

    def lines(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """What was told since the last time: the file and the value of each line, a new statement before its call."""
        while self._told:
            call = self._told.popleft()
            if call.kind == SQL and call.what not in self._known:
                yield from self._statement(call.what)
            yield CALLS, self._line(call)

    def _line(self, call: Call) -> Mapping[str, Any]:
        told = {
            "system": self._door.text(call.system),
            "kind": call.kind,
            "what": self._known[call.what] if call.kind == SQL else self._door.text(call.what),
            "began": call.began.isoformat(timespec="milliseconds"),
            "seconds": round(call.seconds, 4),
            "rows": call.rows,
        }
        return {**told, **({"failure": call.failure} if call.failure else {})}

    def _statement(self, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        shown = self._door.text(_NAMED.sub(self._name, _QUOTED.sub("'…'", text)))
        digest = hashlib.sha256(shown.encode(errors="surrogatepass")).hexdigest()[:_SHOWN]
        is_new = digest not in self._known.values()
        self._known[text] = digest
        if is_new:
            yield STATEMENTS, {"statement": digest, "text": shown}

    def _name(self, found: "re.Match[str]") -> str:
        name = found[1] or found[2] or ""
        if not name or _OF_OURS.fullmatch(name):
            return found[0]
        return found[0].replace(name, shown_name(name, self._door.pseudonyms, "name"))


def _deaf() -> Callable[[Call], None]:
    return _ignore


def _ignore(_call: Call) -> None:
    """Nobody keeps evidence of what is called here."""
