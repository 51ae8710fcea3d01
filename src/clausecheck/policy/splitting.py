"""Splits a published policy into its numbered places: `6`, `6.c`, `4.1`, `4.1.b`, `10.a`.

A section is a line "6. Title", a subsection "4.1 Title"; bullets are lettered under the nearest heading, and so are
labelled lines ("Email: …", "Phone: …") of a heading that has two or more and no bullets, each with the lines that
follow it. Every other line belongs to its heading. What stands before the first section is not numbered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from clausecheck.errors import PolicyError, Problem
from clausecheck.policy.pages import page_lines
from clausecheck.policy.published import Form, Line, lines_of

_HTML = re.compile(r"</(html|body|main|article|section|div|h[1-6]|ul|ol|p)\s*>", re.IGNORECASE)
_HEADING = re.compile(r"(?P<section>\d{1,2})(?:\.(?P<part>\d{1,2})\.?|(?P<dot>\.)|(?=\s))\s+(?P<title>\D.*)")
_LABELLED = re.compile("[A-Z][\\w'\u2019-]*(?: [\\w'\u2019-]+){0,3}:(?:\\s|$)")
_UPDATED = re.compile(
    r"last updated\s*:?\s*(?:on\s+)?"
    r"(?:(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})\s+(?P<month2>[A-Za-z]{3,9})\.?,?\s+(?P<year2>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, kw_only=True)
class PublishedPlace:
    """The text of one numbered place, without its number or bullet. `hidden`: see `Line`; else the same."""

    id: str
    text: str
    hidden: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published policy: its "Last updated" date and its places in the order of the text."""

    version: date
    places: tuple[PublishedPlace, ...]


@dataclass
class _Heading:
    id: str
    lines: list[Line]
    items: list[list[Line]] = field(default_factory=list)


def split(text: str, source: str = "") -> Published:
    """The places of a plain text or HTML page; `PolicyError` where it has no date or cannot be split."""
    lines = page_lines(text) if _HTML.search(text) else list(lines_of(text))
    version = _version(lines, source)
    kept = [line for line in lines if not line.beside and not _UPDATED.fullmatch(line.text)]
    places = tuple(place for heading in _headings(_numbered(kept), source) for place in _places(heading))
    return Published(version=version, places=places)


def _numbered(lines: list[Line]) -> list[Line]:
    """Where a page's own headings carry the numbers, numbers elsewhere are text; where nothing does, count them."""
    headings = [line for line in lines if line.form is Form.HEADING]
    if not any(_HEADING.fullmatch(line.text) for line in headings):
        return lines if any(_starts(line) for line in lines) else _counted(lines, headings)
    return [Line(**{**vars(line), "form": Form.MORE}) if line.form is Form.TEXT and _starts(line) else line
            for line in lines]  # fmt: skip


def _counted(lines: list[Line], headings: list[Line]) -> list[Line]:
    levels = sorted({line.level for line in headings if sum(of.level == line.level for of in headings) > 1})
    numbers, counted = [0, 0], []
    for line in lines:
        if line.form is Form.HEADING and line.level in levels[:2]:
            numbers = [numbers[0] + 1, 0] if line.level == levels[0] else [numbers[0], numbers[1] + 1]
            number = f"{numbers[0]}.{numbers[1]}" if numbers[1] else f"{numbers[0]}."
            counted.append(Line(**{**vars(line), "text": f"{number} {line.text}"}))
        else:
            counted.append(line)
    return counted


def _starts(line: Line) -> re.Match[str] | None:
    """The number that a line starts a section or subsection with. Only a page's own heading may leave out the dot."""
    if line.form not in (Form.HEADING, Form.TEXT):
        return None
    match = _HEADING.fullmatch(line.text)
    return match if match and (line.form is Form.HEADING or match["dot"] or match["part"]) else None


def _headings(lines: Sequence[Line], source: str) -> list[_Heading]:
    headings: list[_Heading] = []
    section, part = 0, 0
    for line in lines:
        if match := _starts(line):
            found = int(match["section"]), int(match["part"] or 0)
            if found <= (section, part) or (found[1] and found[0] != section):
                raise _cannot(f"the heading {match['section']}.{match['part'] or ''} stands out of order", source, line)
            section, part = found
            title = Line(**{**vars(line), "text": match["title"]})
            headings.append(_Heading(id=f"{section}.{part}" if part else str(section), lines=[title]))
        elif headings:
            _add(headings[-1], line)
    if not headings:
        raise _cannot('it has no numbered headings, such as "1. Information We Collect"', source)
    return headings


def _add(heading: _Heading, line: Line) -> None:
    if line.form is Form.BULLET:
        heading.items.append([line])
    elif line.form is Form.MORE and heading.items:
        heading.items[-1].append(line)
    else:
        heading.lines.append(line)


def _places(heading: _Heading) -> Iterator[PublishedPlace]:
    own, items = heading.lines, heading.items
    labelled = _labelled(own)
    if not items and len(labelled) > 1:
        ends = [*labelled[1:], len(own)]
        items = [own[start:end] for start, end in zip(labelled, ends, strict=True)]
        own = own[: labelled[0]]
    yield _place(heading.id, own)
    for index, lines in enumerate(items):
        yield _place(f"{heading.id}.{_letter(index)}", lines)


def _labelled(lines: Sequence[Line]) -> list[int]:
    """Where labelled lines start. The first one must say something: "please contact us:" labels nothing."""
    found: list[int] = []
    for index, line in enumerate(lines[1:], start=1):
        if _LABELLED.match(line.text) and (found or not line.text.endswith(":")):
            found.append(index)
    return found


def _place(id_: str, lines: Sequence[Line]) -> PublishedPlace:
    text = "\n".join(line.text for line in lines)
    return PublishedPlace(id=id_, text=text, hidden="\n".join(line.hidden or line.text for line in lines))


def _letter(index: int) -> str:
    """The letters a to z, then aa, ab."""
    rest, last = divmod(index, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("a") + last)


def _version(lines: Sequence[Line], source: str) -> date:
    matches = [match for line in lines if (match := _UPDATED.search(line.text))]
    if not matches:
        raise _cannot('it does not say when it was changed: "Last updated: March 15, 2024"', source)
    match = matches[0]
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
        return date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        raise _cannot('its "Last updated" is no date', source) from None


def _cannot(why: str, source: str, line: Line | None = None) -> PolicyError:
    return PolicyError([Problem(message=f"cannot be split: {why}", file=source, line=line.number if line else 0)])
