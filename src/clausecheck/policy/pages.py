"""A published policy in HTML, as lines. Standard library only: what is wanted is the text, not the tree.

Cloudflare replaces e-mail addresses in pages by `data-cfemail`: hexadecimal, each byte XORed with the first. They
are decoded, and the hidden form is kept beside, because a copy of the page may have either.
"""

from html.parser import HTMLParser

from clausecheck.policy.published import Form, Line

HIDDEN_ADDRESS = "[email protected]"

_DROPPED = {"script", "style", "noscript", "template", "svg", "title", "select", "textarea"}
_BESIDE = {"nav", "footer", "aside"}
_MAIN = {"main", "article"}
_LISTS = {"ul", "ol", "menu"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "address", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "form",
    "header", "hr", "html", "li", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr",
    *_BESIDE, *_MAIN, *_LISTS, *_HEADINGS,
}  # fmt: skip


def page_lines(html: str) -> list[Line]:
    """The lines of a page, in order. Where it has a `main` or `article`, what lies outside is marked as beside."""
    page = _Page()
    page.feed(html)
    page.close()
    page.end_line()
    return page.lines()


class _Page(HTMLParser):
    """Collects text up to each block's edge. Tags need not be closed, as in HTML they often are not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[Line, bool]] = []
        self._text: list[tuple[str, str]] = []
        self._open = dict.fromkeys((*_DROPPED, *_BESIDE, *_MAIN), 0)
        self._address_tag = ""
        self._level = 0
        self._lists, self._lists_at_heading = 0, 0
        self._next_in_item = Form.TEXT

    def lines(self) -> list[Line]:
        has_main = any(inside for _, inside in self._found)
        if not has_main:
            return [line for line, _ in self._found]
        return [Line(**{**vars(line), "beside": line.beside or not inside}) for line, inside in self._found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in self._open:
            self._open[tag] += 1
        if tag in _HEADINGS:
            self._level, self._lists_at_heading, self._next_in_item = _HEADINGS[tag], self._lists, Form.TEXT
        elif tag in _LISTS:
            self._lists += 1
        elif tag == "li":
            self._next_in_item = Form.BULLET if self._lists - self._lists_at_heading <= 1 else Form.MORE
        self._take_address(tag, dict(attrs).get("data-cfemail"))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._address_tag:
            self._address_tag = ""
        if tag in _BLOCKS:
            self.end_line()
        if self._open.get(tag):
            self._open[tag] -= 1
        if tag in _HEADINGS:
            self._level = 0
        elif tag in _LISTS:
            self._lists = max(0, self._lists - 1)
        if tag in _LISTS or tag == "li":
            self._next_in_item = Form.MORE if self._lists > self._lists_at_heading and tag != "li" else Form.TEXT

    def handle_data(self, data: str) -> None:
        if not self._address_tag and not any(self._open[tag] for tag in _DROPPED):
            self._text.append((data, data))

    def _take_address(self, tag: str, encoded: str | None) -> None:
        if encoded and (address := _decoded(encoded)):
            self._text.append((address, HIDDEN_ADDRESS))
            self._address_tag = tag

    def end_line(self) -> None:
        """Close the line that was collected, if there is any."""
        text, hidden = (" ".join("".join(pair[index] for pair in self._text).split()) for index in (0, 1))
        self._text.clear()
        if not text:
            return
        form = Form.HEADING if self._level else self._next_in_item
        beside = any(self._open[tag] for tag in _BESIDE)
        line = Line(form=form, text=text, hidden=hidden if hidden != text else "", number=self.getpos()[0],
                    level=self._level, beside=beside)  # fmt: skip
        self._found.append((line, any(self._open[tag] for tag in _MAIN)))
        if form is Form.BULLET:
            self._next_in_item = Form.MORE


def _decoded(encoded: str) -> str:
    """The address, or "" where this is no such encoding."""
    try:
        key, *rest = bytes.fromhex(encoded)
        return bytes(byte ^ key for byte in rest).decode()
    except ValueError:
        return ""
