"""Taking answers apart without believing them: what is not of the form that was asked for is no answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from clausecheck.connectors.https.failures import Unanswered

_ODD = "its answer does not have the form that the provider describes"


def mapping(data: Any) -> Mapping[str, Any]:
    """A JSON object; `Unanswered` for anything else."""
    if not isinstance(data, dict):
        raise Unanswered(_ODD)
    return data


def mappings(data: Any) -> list[Mapping[str, Any]]:
    """A JSON array of objects; `Unanswered` for anything else."""
    if not isinstance(data, list):
        raise Unanswered(_ODD)
    return [mapping(one) for one in data]


def part(data: Any, *keys: str) -> Any:
    """What lies behind these keys, one within the other; `None` where nothing does."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def text(data: Any, *keys: str) -> str:
    """The string behind these keys; "" where there is none."""
    found = part(data, *keys)
    return found if isinstance(found, str) else ""


def identity(data: Any, key: str = "id") -> str:
    """The id of an object; `Unanswered` where it has none, for two without one could not be told apart."""
    found = part(data, key)
    if isinstance(found, str | int) and not isinstance(found, bool) and found != "":
        return str(found)
    raise Unanswered(_ODD)


def truth(data: Any, *keys: str) -> bool | None:
    """The boolean behind these keys; `None` where there is none: absent is not false."""
    found = part(data, *keys)
    return found if isinstance(found, bool) else None


def texts(data: Any, *keys: str) -> frozenset[str]:
    """The strings of the array behind these keys; none where there is none."""
    found = part(data, *keys)
    return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()


def moment(written: Any) -> datetime | None:
    """An ISO 8601 moment, or milliseconds since 1970, in UTC; `None` for neither, and for 1970 itself: never."""
    try:
        if isinstance(written, int | float) and not isinstance(written, bool):
            at = datetime.fromtimestamp(written / 1000, UTC)
        else:
            at = datetime.fromisoformat(written)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if at.year > 1970 else None
