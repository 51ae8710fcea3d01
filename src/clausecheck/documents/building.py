"""Builds data from the parser's events, noting places and collecting what is refused."""

from collections.abc import Iterator
from typing import Any

import yaml

from clausecheck.documents.document import Document, KeyPath, Place, dotted
from clausecheck.documents.scalars import plain
from clausecheck.documents.words import shown
from clausecheck.errors import Problem

_DEEPEST = 40


class TooDeep(yaml.YAMLError):
    """Raised where a file nests further than any file of ours; reading stops there."""


class Builder:
    """Takes the events of one file. `problems` holds what was refused; `document` is complete only without any."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.keys: dict[KeyPath, Place] = {}
        self.values: dict[KeyPath, Place] = {}
        self.data: Any = None
        self._documents = 0

    def document(self) -> Document:
        return Document(file=self.file, data=self.data, keys=self.keys, values=self.values)

    def take(self, events: Iterator[yaml.Event]) -> None:
        """Read every event to the end."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                self._start(events, event)
        if not self._documents:
            self._refuse("is empty; a mapping of keys to values is wanted", (), (1, 1))

    def _start(self, events: Iterator[yaml.Event], start: yaml.Event) -> None:
        event = next(events)
        if self._documents > 1:
            self._refuse("a second document starts here; one file holds one", (), _place(start))
            self._passed_over(events, event)
            return
        self.data = self._value(events, event, ())
        if not isinstance(self.data, dict) and not self.problems:
            found = shown(self.data)
            self._refuse(f"holds {found} at the top; a mapping of keys to values is wanted", (), _place(event))

    def _value(self, events: Iterator[yaml.Event], event: yaml.Event, path: KeyPath) -> Any:
        self.values[path] = _place(event)
        self._refuse_references(event, path)
        if len(path) > _DEEPEST:
            self._refuse(f"nests deeper than {_DEEPEST} levels", path[:3], _place(event))
            raise TooDeep
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event)

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(events, event, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(events, event, path)
            inner = (*path, key)
            if key in entries:
                self._refuse_second(inner, _place(event))
                inner = (*path, f"{key} (again)")
            self.keys.setdefault(inner, _place(event))
            entries.setdefault(key, self._value(events, next(events), inner))
        return entries

    def _key(self, events: Iterator[yaml.Event], event: yaml.Event, path: KeyPath) -> str:
        self._refuse_references(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("a key must be a plain word", path, _place(event))
            self._passed_over(events, event)
            return f"({len(self.keys)})"
        if event.value == "<<" and event.implicit[0]:
            self._refuse("merge keys (<<) are not read here; write the entries out", path, _place(event))
        return str(event.value)

    def _passed_over(self, events: Iterator[yaml.Event], event: yaml.Event) -> None:
        """Read on behind a value that was refused as a whole."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = next(events)

    def _refuse_second(self, path: KeyPath, place: Place) -> None:
        line, column = self.keys[path]
        self._refuse(f"stands twice: first at line {line}, column {column}", path, place)

    def _refuse_references(self, event: yaml.Event, path: KeyPath) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(f"the alias *{anchor} is not read here; write the value out", path, _place(event))
        elif anchor:
            self._refuse(f"the anchor &{anchor} is not read here; write the value out", path, _place(event))
        if tag:
            self._refuse("tags (!…) are not read here; quote what shall be text", path, _place(event))

    def _refuse(self, message: str, path: KeyPath, place: Place) -> None:
        line, column = place
        self.problems.append(Problem(message=message, file=self.file, line=line, column=column, key=dotted(path)))


def _scalar(event: yaml.Event) -> Any:
    if not isinstance(event, yaml.ScalarEvent):  # an alias, which was refused
        return None
    return plain(event.value) if event.implicit[0] else event.value


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
