"""What speaks up on a page: dialogs, alerts, status messages, banners, labelled regions."""

from typing import Any, Final

from clausecheck.connectors.website.reading.tree import line_of, text_of
from clausecheck.facts import Notice

_ROLES: Final = {"dialog", "alertdialog", "alert", "status", "banner", "region", "note", "complementary"}
_ELEMENTS: Final = {"dialog": "dialog", "output": "status"}


def notices_of(root: Any) -> tuple[Notice, ...]:
    """In the order of the page. A `dialog` element is one where it is open; a region where it has a name."""
    found = (_notice(root, element) for element in root.iter() if isinstance(element.tag, str))
    return tuple(notice for notice in found if notice is not None)


def _notice(root: Any, element: Any) -> Notice | None:
    role = (element.get("role") or _ELEMENTS.get(element.tag, "")).split(" ")[0]
    name = _name(root, element)
    if element.tag == "section" and not role and name:
        role = "region"
    if role not in _ROLES or (element.tag == "dialog" and "open" not in element.attrib):
        return None
    return Notice(role=role, name=name, text=text_of(element))


def _name(root: Any, element: Any) -> str:
    named = element.get("aria-labelledby", "").split()
    if named:
        return " ".join(line_of(one) for one in root.iter() if isinstance(one.tag, str) and one.get("id") in named)
    return " ".join((element.get("aria-label") or "").split())
