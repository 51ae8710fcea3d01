"""What a page in another language leaves in English: of a finding's texts, and of a whole page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from clausecheck.model import Finding
from clausecheck.reports.phrases import found, told
from clausecheck.reports.pieces import is_lacking
from clausecheck.reports.translation import translation

_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use"})
_NO_LANGUAGE = frozenset({"bdi", "code", "pre", "script", "style"})
"""Names of things, and what a program reads."""
_SPOKEN = frozenset({"aria-label", "alt", "placeholder", "title"})
_ENGLISH = re.compile(
    r"(?<![\w/.-])(the|of|and|is|are|not|with|that|this|from|which|who|whose|what|when|where|there|they|their|cannot|could|may|"
    r"nobody|nothing|every|each|has|have|were|been|without|but|or|if|by|to|at|on|for|it|its|no)(?![\w/-]|\.\w)"
)
_GERMAN_TOO = frozenset({"an", "at", "in", "was", "so", "am", "man", "die", "also", "hat", "war", "on"})


def left_of(finding: Finding, code: str) -> list[str]:
    """The texts of a finding that the page shows and that the language's catalogue does not have in full."""
    known = translation(code)
    texts = [known.of(text) for text in _texts(finding)]
    texts += [known.spoken(name) for name in finding.counts]
    texts += [known.noun(finding.noun), known.noun(finding.noun, "of")]
    return ["".join(piece.text for piece in one) for one in texts if is_lacking(one)]


def _texts(finding: Finding) -> Iterator[str]:
    yield from (text for text in (finding.promised, finding.how, finding.remedy) if text)
    yield found(finding) if finding.violations and finding.found else told(finding)
    yield from (*finding.reasons, *finding.warnings)


def english_in(page: str) -> list[str]:
    """The texts of a page that read as English outside of elements that say so, attributes included."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [text for text in reader.texts if set(_ENGLISH.findall(text)) - _GERMAN_TOO]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._around: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        is_said = not (self._is_left_out() or known.get("lang") == "en")
        self.texts += [value for name, value in known.items() if is_said and name in _SPOKEN]
        if tag not in _EMPTY:
            self._around.append((tag, not is_said or tag in _NO_LANGUAGE))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands in it."""

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_left_out():
            self.texts.append(" ".join(data.split()))

    def _is_left_out(self) -> bool:
        return any(is_left_out for _, is_left_out in self._around)
