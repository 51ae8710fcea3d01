"""An answer that says nothing must say so: boto3 takes a broken one for an empty one.

Of a body that is no JSON boto3 makes an answer without members, as it does of JSON or XML of something else, a sign-in
page for instance. A listing of it would be empty, and an empty listing may turn out green. So where an answer of
success has no members, its body is looked at: it has to be an empty object, or the XML of the service.
"""

import json
from typing import Any

_FOREIGN = (b"<html", b"<!doctype html")
_BEGINNING = 200


class NotUnderstoodError(Exception):
    """The body of an answer is not what the service sends."""


def check(http_response: Any, parsed: Any, model: Any, **_: object) -> None:
    """`NotUnderstoodError` for an answer of success that boto3 found nothing in though its body has something."""
    if http_response.status_code >= 300 or set(parsed or ()) - {"ResponseMetadata"} or model.has_streaming_output:
        return
    body = http_response.content or b""
    if _is_json(model) and body.strip() and not _is_empty_object(body):
        raise NotUnderstoodError
    if body.lstrip()[:_BEGINNING].lower().startswith(_FOREIGN):
        raise NotUnderstoodError


def _is_json(model: Any) -> bool:
    return "json" in str(model.service_model.resolved_protocol)


def _is_empty_object(body: bytes) -> bool:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return told in ({}, None)
