"""What a visit leaves as evidence: its requests as an HTTP Archive, and a picture of how it ended.

No value is in either: an archive has hosts and paths, no query, header, cookie or body, and in a picture whatever
people type into is covered. Source: HTTP Archive (HAR) 1.2; a field that it requires and that was not kept is empty,
or -1 as it says.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import clausecheck
from clausecheck.connectors.website.browser.recorder import Sent
from clausecheck.connectors.website.browser.session import Session
from clausecheck.connectors.website.naming import shown_path

_NOT_KEPT: Final = -1


def exhibits(session: Session) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each, below the folder of its system."""
    name = f"{session.site.system}/{session.state.replace(' ', '-')}"
    yield f"{name}.har", json.dumps(_archive(session), indent=1).encode()
    if session.picture:
        yield f"{name}.png", session.picture


def _archive(session: Session) -> Mapping[str, Any]:
    sent = session.recorder.sent
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "clausecheck", "version": clausecheck.__version__},
            "comment": f"state {session.state}; each request once, without queries, headers, cookies and bodies",
            "entries": [_entry(one, at.isoformat()) for one, at in sent.items()],
        }
    }


def _entry(sent: Sent, at: str) -> Mapping[str, Any]:
    nothing = {"httpVersion": "", "cookies": [], "headers": [], "headersSize": _NOT_KEPT, "bodySize": _NOT_KEPT}
    return {
        "startedDateTime": at,
        "time": _NOT_KEPT,
        "request": {"method": "", "url": f"//{sent.host}{shown_path(sent.path)}", "queryString": [], **nothing},
        "response": {
            "status": 0, "statusText": "", "redirectURL": "", "content": {"size": _NOT_KEPT, "mimeType": ""}, **nothing,
        },
        "cache": {},
        "timings": {"send": _NOT_KEPT, "wait": _NOT_KEPT, "receive": _NOT_KEPT},
        "comment": f"{sent.kind}, {'after' if sent.after else 'before'} the choice",
    }  # fmt: skip
