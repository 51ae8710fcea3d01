"""Mail addresses that a page shows or links to, those too that a content network hides from machines."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote, urlsplit

_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""As HTML's `input type=email` takes them, with a dot in the domain."""
_PROTECTED: Final = "/cdn-cgi/l/email-protection"


def mail_addresses(root: Any, text: str) -> tuple[str, ...]:
    """Each once, in the order in which they are found: written, linked, hidden."""
    return tuple(dict.fromkeys((*_ADDRESS.findall(text), *_linked(root), *_hidden(root))))


def show_hidden(root: Any) -> None:
    """Write every hidden address where a browser with scripts would show it."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("data-cfemail"):
            for child in list(element):
                child.drop_tree()
            element.text = decoded(element.get("data-cfemail")) or element.text


def _linked(root: Any) -> Iterator[str]:
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.lower().startswith("mailto:"):
            yield from _ADDRESS.findall(unquote(href[len("mailto:") :].partition("?")[0]))


def _hidden(root: Any) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _ADDRESS.findall(decoded(element.get("data-cfemail") or ""))
            yield from _ADDRESS.findall(decoded(_fragment(element.get("href") or "")))


def _fragment(href: str) -> str:
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return parts.fragment if parts.path.endswith(_PROTECTED) else ""


def decoded(hidden: str) -> str:
    """Cloudflare's e-mail obfuscation: hexadecimal bytes, each but the first combined with the first by XOR."""
    try:
        key, *rest = bytes.fromhex(hidden)
    except ValueError:
        return ""
    return bytes(byte ^ key for byte in rest).decode("utf-8", errors="replace")
