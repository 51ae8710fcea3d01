"""How long a provider asks to be left alone (RFC 9110, 10.2.3, and the headers of Okta and GitHub)."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_RESETS = ("x-rate-limit-reset", "x-ratelimit-reset")
_REMAINING = ("x-rate-limit-remaining", "x-ratelimit-remaining")
_SHORT = 1.0


def is_limited(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the answer is that too much was asked. GitHub says so with 403 and nothing left."""
    spent = any(headers.get(name) == "0" for name in _REMAINING)
    return status in {429, 503} or (status == 403 and (spent or "retry-after" in headers))


def seconds_to_wait(headers: Mapping[str, str]) -> float:
    """Seconds until asking again makes sense; one where the answer does not say."""
    if after := headers.get("retry-after"):
        return max(_after(after), 0.0)
    for name in _RESETS:
        if (reset := headers.get(name, "")).isdecimal():
            return max(int(reset) - time.time(), 0.0)
    return _SHORT


def _after(text: str) -> float:
    if text.isdecimal():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return _SHORT
