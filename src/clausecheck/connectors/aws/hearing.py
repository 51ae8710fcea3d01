"""Tells whoever keeps evidence which operations of AWS were called: where, for how long, with how many items."""

import time
from datetime import UTC, datetime
from typing import Any

from clausecheck.model import Call, Listener
from clausecheck.redaction import kind_of

_BEGAN = "clausecheck_began"


def tell(events: Any, system: str, heard: Listener) -> None:
    """From now on `heard` is told each operation of a session, by the hooks that botocore has for it."""

    def began(model: Any, context: Any, **_: object) -> None:
        context[_BEGAN] = _name(model, context), datetime.now(UTC), time.perf_counter()

    def ended(http_response: Any, parsed: Any, context: Any, **_: object) -> None:
        code = parsed.get("Error", {}).get("Code", "") if http_response.status_code >= 300 else ""
        heard(_call(system, context, rows=None if code else _items(parsed), failure=str(code)))

    def failed(exception: BaseException, context: Any, **_: object) -> None:
        heard(_call(system, context, failure=kind_of(exception)))

    events.register("before-call", began)
    events.register("after-call", ended)
    events.register("after-call-error", failed)


def _name(model: Any, context: Any) -> str:
    region = str(context.get("client_region") or "")
    return f"{model.service_model.endpoint_prefix}:{model.name} {region}".rstrip()


def _call(system: str, context: Any, *, rows: int | None = None, failure: str = "") -> Call:
    what, at, since = context[_BEGAN]
    return Call(
        system=system, kind="aws", what=what, began=at, seconds=time.perf_counter() - since, rows=rows, failure=failure
    )


def _items(parsed: Any) -> int | None:
    """How many items the longest list of an answer has; None where it has none."""
    return max((len(value) for value in parsed.values() if isinstance(value, list)), default=None)
