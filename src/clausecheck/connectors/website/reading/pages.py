"""From a document to the fact: a page as a visitor reads it."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

from clausecheck.connectors.website.naming import shown_path
from clausecheck.connectors.website.reading.forms import forms_of
from clausecheck.connectors.website.reading.mail import mail_addresses, show_hidden
from clausecheck.connectors.website.reading.notices import notices_of
from clausecheck.connectors.website.reading.tree import COMPONENT, line_of, parsed, text_of, written
from clausecheck.facts import Link, Page

_POLICY: Final = "privacy_policy"
_UNDECIDED: Final = {401, 403, 407, 408, 421, 425, 429}
"""Answers that say that this visitor was not let in, not that there is nothing."""


def page_of(
    document: str | bytes, *, path: str, address: str, status: int, roles: tuple[str, ...], via: str, charset: str = ""
) -> Page:
    """The page at `address`. `CannotVerify` where its document cannot be read."""
    root = parsed(document, charset)
    show_hidden(root)
    body = next(root.iter("body"), root)
    text = text_of(body)
    base = _base(root, address)
    where = urlsplit(address)
    return Page(
        label=f"page {shown_path(path)}",
        path=path,
        address=f"{where.scheme}://{where.netloc}{where.path}",
        roles=roles,
        status=status,
        title=_title(root),
        text=text,
        headings=tuple((int(one.tag[1]), line_of(one)) for one in body.iter("h1", "h2", "h3", "h4", "h5", "h6")),
        links=tuple(_links(body, base)),
        forms=forms_of(body, base),
        notices=notices_of(body),
        tables=tuple(_table(table) for table in body.iter("table")),
        mail_addresses=mail_addresses(body, text),
        html=written(root) if _POLICY in roles else "",
        apart=tuple(dict.fromkeys(_apart(body, base))),
        via=via,
        untold=f"it answered {status}, so nobody saw it" if status in _UNDECIDED or status >= 500 else "",
    )


def _apart(body: Any, base: str) -> Iterator[str]:
    """What has a document of its own, and is seen."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in {"iframe", "frame", "object", "embed"}:
            address = element.get("src") or element.get("data") or ""
            yield f"a frame of {urlsplit(_absolute(base, address)).hostname or 'its own'}"
        elif COMPONENT in element.attrib:
            yield f"a component {element.tag}"


def _title(root: Any) -> str:
    found = next(root.iter("title"), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _base(root: Any, address: str) -> str:
    base = next(root.iter("base"), None)
    return urljoin(address, base.get("href") or "") if base is not None else address


def _links(body: Any, base: str) -> list[Link]:
    found = []
    for link in body.iter("a", "area"):
        href = _absolute(base, link.get("href") or "")
        if href:
            found.append(Link(text=line_of(link) or link.get("aria-label") or "", href=href))
    return found


def _absolute(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href.strip())).url if href.strip() else ""
    except ValueError:
        return ""


def _table(table: Any) -> tuple[tuple[str, ...], ...]:
    """Rows of its own, not those of a table within it."""
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    return tuple(tuple(line_of(cell) for cell in row if cell.tag in {"td", "th"}) for row in rows)
