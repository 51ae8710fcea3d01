"""What the templates may say: texts of the catalogue, numbers and sentences, all in one language."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from clausecheck.facts import SHOWN
from clausecheck.model import Basis, Outcome
from clausecheck.reports import phrases, words
from clausecheck.reports.html import pictures
from clausecheck.reports.html.changes import BREACH_CLOCK
from clausecheck.reports.html.judged import is_unseen, judged
from clausecheck.reports.language import Language, language

_SPOKEN = (
    "accepted", "apart", "basis", "contract_kept", "examined", "expectation", "of_how_many", "term", "verdict",
    "without_waivers",
)  # fmt: skip
"""Phrases of one value, to be said in the language of the reports."""


_QUOTED = re.compile(r"`([^`]+)`")

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
        WORDS=words.outcomes(said), language=said, pictures=pictures, paper=paper, say=saying(said),
        checks_language=_marked("en", said), policy_language=_marked(written_in, said),
    )  # fmt: skip
    made.tests["unseen"] = is_unseen
    made.filters.update({name: _in(getattr(phrases, name), said) for name in _SPOKEN} | _filters(zone, said))
    return made


def saying(said: Language) -> Callable[..., Markup]:
    """The text of a key as markup: the text and the values are escaped, values that are markup already are not."""

    def say(key: str, /, **values: Any) -> Markup:
        told = {name: _told(value, said) for name, value in values.items()}
        return Markup(escape(said.text(key, values.get("count")))).format(**told)  # noqa: S704 - both are escaped

    return say


def _told(value: Any, said: Language) -> Any:
    if type(value) is int:
        return said.number(value)
    return words.visible(value) if type(value) is str else value


def _marked(code: str, said: Language) -> Markup:
    """The attribute that tells a screen reader that what follows is in another language than the page."""
    return Markup("") if code == said.code else Markup(' lang="{}"').format(code)


def _prose(text: str) -> Markup:
    """A check's sentence, in which names of keys stand between backticks as in its source."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(words.visible(text)))))  # noqa: S704 - escaped before


def _in(phrase: Callable[..., Any], said: Language) -> Callable[..., Any]:
    return lambda value: phrase(value, said)


def _sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _term_name(name: str, said: Language) -> str:
    """What a term of an obligation is called; by its own name where no catalogue has it."""
    return said.say(f"terms.{name}") if f"terms.{name}" in said.texts else words.spoken(name)


def _filters(zone: str, said: Language) -> dict[str, Callable[..., Any]]:
    return {
        "crosswalk": lambda result: list(phrases.crosswalk(result)),
        "day": said.day,
        "found": phrases.found,
        "moment": lambda when: said.moment(when, zone),
        "number": said.number,
        "place": phrases.place,
        "prose": _prose,
        "sentence": _sentence,
        "short_day": lambda when: said.short_day(when, zone),
        "since": lambda seen, outcome: phrases.since(seen, outcome, zone, said),
        "spoken": words.spoken,
        "steps": phrases.steps,
        "term_name": lambda name: _term_name(name, said),
        "told": phrases.told,
    }
