"""Reads one YAML file, strictly, keeping the place of everything.

Built on the parser's events and not on its constructors: nothing is resolved, called or expanded. Duplicate keys,
anchors, aliases, merge keys, tags, keys that are no plain words and more than one document in a file are refused,
so that what an auditor reads in the file is what the program read, and no file can unfold in memory.
"""

import re
from pathlib import Path

import yaml

from clausecheck.documents.building import Builder, TooDeep
from clausecheck.documents.document import Document
from clausecheck.errors import InputError, Problem
from clausecheck.redaction import kind_of

LARGEST = 8 * 1024 * 1024
"""Bytes. A policy or target is a few hundred kilobytes at most; more is a mistake in the path."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(path: Path | str) -> Document:
    """The mapping that this file holds. `InputError` with every problem that a reader of the file can tell."""
    file = str(path)
    return read_text(_text_of(Path(path), file), file)


def read_text(text: str, file: str) -> Document:
    """The same for a text that is in memory; `file` is what messages call it."""
    builder = Builder(file)
    try:
        builder.take(yaml.parse(text, Loader=_LOADER))
    except TooDeep:
        pass  # it stands among the problems
    except yaml.YAMLError as error:
        builder.problems.append(_syntax(error, text, file))
    if builder.problems:
        raise InputError(sorted(builder.problems, key=lambda problem: (problem.line, problem.column)))
    return builder.document()


def _text_of(path: Path, file: str) -> str:
    try:
        if not path.is_file():
            raise InputError([Problem(message="there is no such file", file=file)])
        if path.stat().st_size > LARGEST:
            raise InputError([Problem(message=f"is larger than {LARGEST // 1024 // 1024} MB", file=file)])
        content = path.read_bytes()
    except OSError as error:
        raise InputError([Problem(message=f"cannot be read ({error.strerror or kind_of(error)})", file=file)]) from None
    return _decoded(content, file)


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        raise InputError([_at(before, f"is not UTF-8 (byte 0x{content[error.start]:02x})", file)]) from None
    if odd := _NOT_PRINTABLE.search(text):
        raise InputError([_at(text[: odd.start()], f"a control character, U+{ord(odd[0]):04X}", file)])
    return text


def _at(before: str, message: str, file: str) -> Problem:
    lines = before.split("\n")
    return Problem(message=message, file=file, line=len(lines), column=len(lines[-1]) + 1)


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(message=f"is not YAML ({type(error).__name__})", file=file)
    said = ": ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part)
    message = _tab(text, mark.line) or f"is not YAML: {said}"
    return Problem(message=message, file=file, line=mark.line + 1, column=mark.column + 1)


def _tab(text: str, line: int) -> str:
    lines = text.split("\n")
    start = lines[line] if line < len(lines) else ""
    indent = start[: len(start) - len(start.lstrip())]
    return "is not YAML: a tab where only spaces may indent" if "\t" in indent else ""
