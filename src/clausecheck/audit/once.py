"""What several promises ask of one system is read once an audit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar, cast

from clausecheck.errors import CannotVerify

T = TypeVar("T")
_KEPT: Final = 16


@dataclass(kw_only=True)
class _Kept:
    """`owner` keeps the identity that it is found by."""

    owner: object
    lock: Lock = field(default_factory=Lock)
    answers: dict[str, Any] = field(default_factory=dict)


_kept: dict[int, _Kept] = {}
_lock = Lock()


def once(owner: object, what: str, read: Callable[[], T]) -> T:
    """What `read` returns, or the `CannotVerify` that it raises, whoever asks first.

    `owner` is a system or target of this audit: each audit loads its own anew.
    """
    kept = _of(owner)
    with kept.lock:
        if what not in kept.answers:
            try:
                kept.answers[what] = read()
            except CannotVerify as reason:
                kept.answers[what] = reason
        answer = kept.answers[what]
    if isinstance(answer, CannotVerify):
        raise answer
    return cast("T", answer)


def _of(owner: object) -> _Kept:
    with _lock:
        found = _kept.get(id(owner))
        if found is None or found.owner is not owner:
            for old in list(_kept)[: max(len(_kept) - _KEPT + 1, 0)]:
                del _kept[old]
            found = _kept[id(owner)] = _Kept(owner=owner)
        return found
