"""Posts a notice: a few tries, none of them long, and no try after an answer that another one would not change."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from clausecheck.notifying.addresses import Webhook
from clausecheck.notifying.forms import FORMS
from clausecheck.notifying.notice import Notice
from clausecheck.redaction import kind_of
from clausecheck.reports.words import plural

if TYPE_CHECKING:
    import httpx

TRIES = 4
TIME_LIMIT = 10.0
LONGEST_WAIT = 30.0
"""Seconds; a webhook that asks for more patience is not waited for, as a pipeline is waiting for us."""
_TOO_MANY = 429


@dataclass(frozen=True, kw_only=True)
class _Failure:
    """Why a try failed; `wait` is how long to wait before the next, None where another would not help."""

    why: str
    wait: float | None


def send(hook: Webhook, notice: Notice, *, sleep: Callable[[float], None] = time.sleep) -> str:
    """Post the notice in the hook's form; "" when it was taken, else a sentence that names the host and no more."""
    import httpx

    body = FORMS[hook.form](notice)
    with httpx.Client(timeout=TIME_LIMIT, follow_redirects=False) as client:
        failure = _tried(client, hook, body, 1)
        tries = 1
        while failure and failure.wait is not None and tries < TRIES:
            sleep(failure.wait)
            tries += 1
            failure = _tried(client, hook, body, tries)
    if failure is None:
        return ""
    return f"The webhook of {hook.host} was not told what changed: {failure.why} (tried {plural(tries, 'time')})."


def _tried(client: "httpx.Client", hook: Webhook, body: dict[str, object], count: int) -> _Failure | None:
    import httpx

    backoff = float(2 ** (count - 1))
    try:
        answer = client.post(hook.url, json=body)
    except httpx.TransportError as error:
        return _Failure(why=f"it could not be reached ({kind_of(error)})", wait=backoff)
    except httpx.HTTPError as error:
        return _Failure(why=f"its answer could not be read ({kind_of(error)})", wait=None)
    if answer.is_success:
        return None
    again = answer.status_code == _TOO_MANY or answer.is_server_error
    asked = _asked(answer.headers.get("Retry-After", ""), backoff) if again else LONGEST_WAIT + 1
    return _Failure(why=f"it answered {answer.status_code}", wait=asked if asked <= LONGEST_WAIT else None)


def _asked(retry_after: str, otherwise: float) -> float:
    """The seconds that `Retry-After` asks for, as a number or a date; `otherwise` where it says neither."""
    try:
        return max(float(int(retry_after)), 0.0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return otherwise
