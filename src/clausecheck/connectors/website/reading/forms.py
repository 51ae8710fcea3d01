"""Forms and their fields, as HTML names them."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from clausecheck.connectors.website.reading.tree import HIDDEN, line_of
from clausecheck.facts import Form, FormField

_FIELDS: Final = "input", "select", "textarea"
_BUTTONS: Final = {"submit", "button", "reset", "image"}


def forms_of(root: Any, address: str) -> tuple[Form, ...]:
    """Every form of a document; fields that stand in none are a form of their own, without an action."""
    forms = [_form(form, address, list(_fields_of(root, form))) for form in root.iter("form")]
    loose = [field for field in root.iter(*_FIELDS) if _owner(root, field) is None]
    if loose:
        forms.append(Form(name="", action="", method="", fields=tuple(_told(root, loose))))
    return tuple(forms)


def _form(form: Any, address: str, fields: list[Any]) -> Form:
    root = form.getroottree().getroot()
    action = urlsplit(urljoin(address, form.get("action") or address))
    return Form(
        name=form.get("aria-label") or form.get("id") or form.get("name") or "",
        action=f"{action.scheme}://{action.netloc}{action.path}",
        method=(form.get("method") or "get").lower(),
        fields=tuple(_told(root, fields)),
    )


def _owner(root: Any, field: Any) -> Any:
    """The form that a field belongs to: the one that its `form` attribute names, else the one around it."""
    named = field.get("form")
    if named:
        return next((form for form in root.iter("form") if form.get("id") == named), None)
    return next(field.iterancestors("form"), None)


def _fields_of(root: Any, form: Any) -> Iterator[Any]:
    return (field for field in root.iter(*_FIELDS) if _owner(root, field) is form)


def _told(root: Any, fields: list[Any]) -> Iterator[FormField]:
    for field in fields:
        kind = (field.get("type") or "text").lower() if field.tag == "input" else field.tag
        if kind not in _BUTTONS:
            yield FormField(
                name=field.get("name") or field.get("id") or "",
                type=kind,
                label=_label(root, field),
                autocomplete=(field.get("autocomplete") or "").lower(),
                required="required" in field.attrib or field.get("aria-required") == "true",
                hidden=kind == "hidden" or HIDDEN in field.attrib or "hidden" in field.attrib,
                options=tuple(line_of(option) for option in field.iter("option")) if kind == "select" else (),
            )


def _label(root: Any, field: Any) -> str:
    """What a visitor reads for it, in the order in which assistive technology looks (W3C accname 1.2, shortened)."""
    if field.get("aria-labelledby"):
        named = {element.get("id"): element for element in root.iter() if isinstance(element.tag, str)}
        return " ".join(line_of(named[one]) for one in field.get("aria-labelledby").split() if one in named)
    if field.get("aria-label"):
        return " ".join(field.get("aria-label").split())
    around = next(field.iterancestors("label"), None)
    labels = [label for label in root.iter("label") if field.get("id") and label.get("for") == field.get("id")]
    words = " ".join(line_of(label) for label in [*labels, *([around] if around is not None else [])])
    return words or " ".join((field.get("placeholder") or field.get("title") or "").split())
