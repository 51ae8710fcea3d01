"""Which places of datasets a question consulted, noted where they are read: no list of registers has to be kept."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[tuple[str, str]] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[set[tuple[str, str]]]:
    """Within it, each (dataset, place) that is consulted in this thread stands in the set."""
    noted: set[tuple[str, str]] = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def note(places: Iterable[tuple[str, str]]) -> None:
    """These are consulted now."""
    noted = _noted.get()
    if noted is not None:
        noted.update(places)
