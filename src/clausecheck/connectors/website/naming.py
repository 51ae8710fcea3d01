"""Names that may be shown: sites put addresses, numbers and whole sentences into the names of what they store."""

import re
from typing import Final
from urllib.parse import urlsplit

from clausecheck.redaction import Pseudonyms, is_telling

_NAME: Final = re.compile(r"[A-Za-z0-9_.:/$~!+*|#\[\]-]{1,64}")
_NUMBER: Final = re.compile(r"\d(?:[-._]?\d){5,}")
"""Six digits and more: a telephone number, an account, a moment, whatever stands between them."""
_PART: Final = re.compile(r"[A-Za-z0-9_.~-]{1,40}")
_HIDDEN: Final = "…"


def shown(name: str, pseudonyms: Pseudonyms) -> str:
    """A name as it may be shown: numbers left out, and a pseudonym where it is not a plain identifier."""
    is_plain = _NAME.fullmatch(name) and not is_telling(name)
    return _NUMBER.sub(_HIDDEN, name) if is_plain else pseudonyms.of("name", name)


def shown_path(path: str) -> str:
    """A path whose parts are plain identifiers, or …: other parts may be somebody's name or address."""
    return "/".join(part if not part or _is_plain(part) else _HIDDEN for part in path.split("/"))


def _is_plain(part: str) -> bool:
    return bool(_PART.fullmatch(part)) and not _NUMBER.search(part) and not is_telling(part)


def shown_address(url: str) -> str:
    """`host/path` of a URL, "" where it has no host (a `data:` URL, an inline script)."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname}{shown_path(parts.path)}" if parts.hostname else ""
    except ValueError:
        return ""
