"""What the templates may say: texts of the catalogue, numbers and sentences, all in one language."""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from clausecheck.facts import SHOWN
from clausecheck.model import Basis, Outcome
from clausecheck.reports import phrases, words
from clausecheck.reports.html import pictures
from clausecheck.reports.html.changes import BREACH_CLOCK
from clausecheck.reports.html.judged import is_unseen, judged
from clausecheck.reports.html.marked import Marked
from clausecheck.reports.language import Language, language

_SPOKEN = ("apart", "contract_kept", "crosswalk", "verdict", "without_waivers")
"""Phrases of one value, to be said in the language of the reports."""

_MARKED = ("accepted", "basis", "examined", "expectation", "of_how_many")
"""Phrases that hold words of checks or of the policy, which may have to be marked."""


COLOURS = {
    Outcome.VIOLATED: "#a3211f", Outcome.UNVERIFIED: "#7d5200", Outcome.WAIVED: "#5f4a8b",
    Outcome.ATTESTED: "#1c5c88", Outcome.HONOURED: "#1f6a40", Outcome.INFORMATIVE: "#dfe1dd",
}  # fmt: skip
"""Of pictures on paper. On the screen the style sheet has the last word, in the dark too."""


@cache
def environment(code: str, zone: str, written_in: str, *packages: str, paper: bool = False) -> Environment:
    """Templates of these packages, the first that has one; every value is escaped, and what steers a reader is shown.

    `code` is the language said in, `written_in` that of the policy, `zone` that of its moments. Kept, since compiling
    the templates takes longer than filling them in; what is told of a run is handed to `render`.
    """
    said = language(code)
    page = Marked.of(said, written_in)
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value that the page shows passes here: names from systems may hold control characters.
        finalize=lambda value: words.visible(value) if type(value) is str else value,
    )
    made.globals.update(
        Basis=Basis, Outcome=Outcome, SHOWN=SHOWN, BREACH_CLOCK=BREACH_CLOCK, COLOURS=COLOURS, judged=judged,
        citation=phrases.citation, reveal_command=phrases.reveal_command,
        WORDS=words.outcomes(said), language=said, pictures=pictures, paper=paper, say=page.say,
        policy_language=_attribute(written_in, said),
    )  # fmt: skip
    made.tests["unseen"] = is_unseen
    made.filters.update({name: _in(getattr(phrases, name), said) for name in _SPOKEN})
    made.filters.update({name: _in(getattr(phrases, name), page) for name in _MARKED} | _filters(zone, page))
    return made


def _attribute(code: str, said: Language) -> Markup:
    """The attribute that tells a screen reader that what follows is in another language than the page."""
    return Markup("") if code == said.code else Markup(' lang="{}"').format(code)


def _in(phrase: Callable[..., Any], said: Language) -> Callable[..., Any]:
    return lambda value: phrase(value, said)


def _sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _term_name(name: str, page: Marked) -> Markup:
    """What a term of an obligation is called; by its own name where no catalogue has it."""
    return page.say(f"terms.{name}") if f"terms.{name}" in page.texts else page.written(words.spoken(name))


def _filters(zone: str, page: Marked) -> dict[str, Callable[..., Any]]:
    return {
        "counted": page.counted,
        "day": page.day,
        "found": phrases.found,
        "heading": page.heading,
        "moment": lambda when: page.moment(when, zone),
        "named": page.named,
        "noun": page.noun,
        "nouns": page.nouns,
        "number": page.number,
        "place": phrases.place,
        "plain_noun": page.plain_noun,
        "prose": page.told,
        "spoken_noun": page.spoken_noun,
        "sentence": _sentence,
        "short_day": lambda when: page.short_day(when, zone),
        "since": lambda seen, outcome: phrases.since(seen, outcome, zone, language(page.code)),
        "steps": page.steps,
        "term": page.term,
        "term_name": lambda name: _term_name(name, page),
        "told": phrases.told,
        "unseen": page.unseen,
        "written": page.written,
    }
