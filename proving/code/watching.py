"""Which lines of the mutated files a run goes through."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

Lines = dict[str, set[int]]


@contextmanager
def watched(folders: tuple[Path, ...]) -> Iterator[Lines]:
    """The lines that run in the files below these folders, in every thread that starts meanwhile, by file."""
    lines: Lines = {}
    below = tuple(f"{folder}/" for folder in folders)

    def entered(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        file = frame.f_code.co_filename
        if not file.startswith(below):
            return None
        seen = lines.setdefault(file, set())
        seen.add(frame.f_lineno)

        def within(inner: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
            if event == "line":
                seen.add(inner.f_lineno)
            return within

        return within

    threading.settrace(entered)
    sys.settrace(entered)
    try:
        yield lines
    finally:
        sys.settrace(None)
        threading.settrace(None)
