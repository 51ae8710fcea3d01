"""A published policy as lines, whichever form it came in: plain text here, HTML in `pages`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_BULLET = re.compile("(\\s*)[-*\u2022\u00b7\u2023\u25e6\u25aa\u2013\u2014]\\s+(?=\\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")


class Form(Enum):
    """What a line is by its form. `MORE` continues the bullet above it."""

    HEADING = auto()
    BULLET = auto()
    MORE = auto()
    TEXT = auto()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as a reader sees it. `number` counts from 1 in the source.

    `hidden` is the same text with each obfuscated e-mail address as "[email protected]", which is what a reader
    without scripts sees. `beside` marks navigation, footers and whatever stands outside the page's main part.
    """

    form: Form
    text: str
    number: int
    hidden: str = ""
    level: int = 0
    beside: bool = False


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a plain text. What stands further in than the bullet above, bullet or not, continues it."""
    indent: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        bullet, margin = _BULLET.match(line), len(line) - len(line.lstrip())
        content = " ".join(line[bullet.end() if bullet else 0 :].split())
        if not content:
            continue
        if indent is not None and margin > indent:
            yield Line(form=Form.MORE, text=content, number=number)
        elif bullet:
            indent = margin
            yield Line(form=Form.BULLET, text=content, number=number)
        else:
            indent = None
            yield Line(form=Form.TEXT, text=_MARKDOWN_HEADING.sub("", content, count=1), number=number)
