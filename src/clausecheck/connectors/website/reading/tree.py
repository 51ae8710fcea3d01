"""An HTML document as a tree, without what a visitor does not see."""

from typing import Any, Final

from clausecheck.errors import CannotVerify

HIDDEN: Final = "data-clausecheck-hidden"
COMPONENT: Final = "data-clausecheck-component"
_UNSEEN: Final = "script", "style", "template", "noscript", "head"
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip


def parsed(html: str | bytes, charset: str = "") -> Any:
    """The document's root. What a visitor cannot see is cut out, fields of forms apart: they are told as hidden.

    `CannotVerify` where there is no document, or it is nested too deeply to be read whole. No file or network is
    ever read for it.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding=charset or ("utf-8" if isinstance(html, str) else None), no_network=True)
        root = document_fromstring(html.encode() if isinstance(html, str) else html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        raise CannotVerify("it holds no document that could be read") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise CannotVerify("its elements are nested too deeply to be read whole")
    _seen_only(root)
    return root


def written(root: Any) -> str:
    """The document that is left, as HTML."""
    from lxml.html import tostring

    return str(tostring(root, encoding="unicode"))


def _seen_only(root: Any) -> None:
    for element in list(root.iter(*_UNSEEN)):
        if element.tag != "head":
            element.drop_tree()
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element is not root and _is_unseen(element):
            _cut(element)


def _is_unseen(element: Any) -> bool:
    if element.tag in {"head", "title", "body"} or next(element.iterancestors("head"), None) is not None:
        return False
    if element.tag in {"input", "select", "textarea", "form", "option", "optgroup"}:
        return False
    style = element.get("style", "").replace(" ", "").lower()
    said = HIDDEN in element.attrib or "hidden" in element.attrib
    return said or "display:none" in style or "visibility:hidden" in style


def _cut(element: Any) -> None:
    """Take it out, or where fields of a form lie in it, mark these as hidden and take out its words."""
    if element.getparent() is None:
        return
    fields = list(element.iter("input", "select", "textarea"))
    for field in fields:
        field.set(HIDDEN, "")
    if not fields:
        element.drop_tree()
        return
    for inner in element.iter():
        inner.text = None
        if inner is not element:
            inner.tail = None


def text_of(element: Any) -> str:
    """What is written in an element, one line for each block of it, white space folded, empty lines left out."""
    parts: list[str] = []
    _write(element, parts)
    lines = ("".join(parts)).split("\n")
    return "\n".join(folded for line in lines if (folded := " ".join(line.split())))


def _write(element: Any, parts: list[str]) -> None:
    stack = [(element, False)]
    while stack:
        one, is_over = stack.pop()
        block = one.tag in BLOCKS
        if is_over:
            parts.append("\n" if block else "")
            if one is not element:
                parts.append(_plain(one.tail))
            continue
        if not isinstance(one.tag, str) or one.tag in {"head", "title"}:
            parts.append(_plain(one.tail) if one is not element else "")
            continue
        parts.append("\n" if block else "")
        parts.append(_plain(one.text))
        stack.append((one, True))
        stack.extend((child, False) for child in reversed(one))


def _plain(text: str | None) -> str:
    """A line break in the source is a space to a reader."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def line_of(element: Any) -> str:
    """The same as one line."""
    return " ".join(text_of(element).split())
