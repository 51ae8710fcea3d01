"""Columns that an update moves: no clock can start from them (rigour 15)."""

import re

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_MOVED = {"updated", "update", "modified", "modification", "edited", "touched", "mtime", "upd", "mod"}
_MOVED_ALONE = {"changed", "change", "rowversion"}
_AROUND = {"last", "latest", "at", "on", "date", "time", "ts", "timestamp", "datetime", "utc", "row", "record", "dt"}


def moves_on_update(column: str) -> bool:
    """Whether a column's name says that updates move it.

    So do `updated_at`, `lastModified`, `ticket_updated_on`, and `changed_at`; `status_changed_at` tells of one kind of
    change and may be an anchor.
    """
    words = {word.lower() for word in _WORD.findall(column)}
    return bool(words & _MOVED) or bool(words & _MOVED_ALONE and words <= _MOVED_ALONE | _AROUND)
