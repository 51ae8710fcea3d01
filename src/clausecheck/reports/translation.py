"""What checks, obligations and connectors say themselves, in the language of a report for a reader.

They say it in English, and know of no other language; a run keeps it so. A catalogue, `languages/said/CODE.yaml`, has
for each of their sentences what it is called elsewhere. What it lacks stays English and is marked as such: sentences of
a company's own checks, and its own words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

import yaml

from clausecheck.periods import Period
from clausecheck.reports.language import DEFAULT, FOLDER, Language, Text, language
from clausecheck.reports.patterns import Pattern, Patterns, kind_of, without_capital
from clausecheck.reports.pieces import Piece, Told, Whose, as_in, is_lacking, joined
from clausecheck.reports.words import spoken

SAID = FOLDER / "said"


class Within(NamedTuple):
    """What is around a text: how many sentences, and how many of them are labels. They would fit without an end."""

    sentences: int
    labels: int

    def one_more(self, pattern: Pattern) -> "Within":
        return Within(self.sentences + 1, self.labels + pattern.is_label)


OUTSIDE = Within(0, 0)


class Translation:
    """What is said, in one language. The same text is looked up once."""

    def __init__(self, said: Language, catalogue: Mapping[str, Any]) -> None:
        self._said, self._is_own = said, said.code == DEFAULT
        self._nouns = {_key(one): forms for one, forms in catalogue.get("nouns", {}).items()}
        self._counts: Mapping[str, str] = catalogue.get("counts", {})
        self._values: Mapping[str, str] = catalogue.get("values", {})
        named = {name.replace("_", " "): text for name, text in self._counts.items()}
        nouns = {noun: forms if isinstance(forms, str) else forms["many"] for noun, forms in self._nouns.items()}
        of_systems = {f"{{name}} {one}": f"{{name}} {text}" for one, text in catalogue.get("predicates", {}).items()}
        parts = {one: text for part in _PARTS for one, text in catalogue.get(part, {}).items()}
        told = nouns | named | of_systems | parts
        self._sentences = {_key(one): text for one, text in told.items()}
        labels = frozenset(map(_key, catalogue.get("labels", {})))
        self._patterns = Patterns((one for one in self._sentences if "{" in one), labels)
        self._patterns_of_nouns = Patterns(one for one in self._nouns if "{" in one)
        self._known: dict[str, Told] = {}
        self._sure: dict[tuple[str, Within], Told] = {}

    def of(self, text: str) -> Told:
        """A sentence, or several; what the catalogue lacks as a piece in English."""
        if self._is_own:
            return (Piece(text),)
        if text not in self._known:
            self._known[text] = self._surely(text) or self._nearly(text)
        return self._known[text]

    def noun(self, noun: str, form: str = "many") -> Told:
        """What is counted, in the plural: "administrators"; `form` "of" as it stands after "3 of 4"."""
        if self._is_own:
            return (Piece(noun),)
        forms, held = self._nouns.get(_key(noun)), {}
        if forms is None:
            fitting = next(self._patterns_of_nouns.fitting(noun), None)
            if fitting is None:
                return (Piece(noun, Whose.ENGLISH),)
            forms, held = self._nouns[fitting[0]], fitting[2]
        chosen = forms if isinstance(forms, str) else forms[form]
        values = {name: (Piece(self._number(one)),) for name, one in held.items()}
        return as_in(noun, self._filled(chosen, values, {}))

    def spoken(self, name: str) -> Told:
        """The name of a finer count, "after_opt_out" or a phrase, with a capital at its beginning."""
        text = spoken(name)
        if self._is_own:
            return (Piece(text),)
        known = self._counts.get(name)
        return as_in(text, (Piece(known),)) if known else self.of(text)

    def value(self, value: str) -> Told:
        """The value of an obligation's term: words of a policy after commas, "communication_records"."""
        if self._is_own:
            return (Piece(value.replace("_", " ")),)
        told: list[Piece] = []
        for place, word in enumerate(value.split(", ")):
            known = self._values.get(word)
            told += [Piece(", ")] * bool(place)
            told += (Piece(known),) if known else self._word(word)
        return joined(told)

    def _word(self, word: str) -> Told:
        """A company's own word is marked; a number or a version is no word."""
        text = word.replace("_", " ")
        whose = Whose.POLICY if _LETTERS.search(text) else Whose.CATALOGUE
        return self._surely(word) or self._surely(text) or (Piece(text, whose),)

    def _surely(self, text: str, within: Within = OUTSIDE) -> Told:
        """The text as one sentence, or part by part, where all of it is known; else ()."""
        known = (text, within)
        if known not in self._sure:
            self._sure[known] = self._whole(text, within) or self._in_parts(text, within)
        return self._sure[known]

    def _in_parts(self, text: str, within: Within) -> Told:
        told = list(self._parts(text, lambda part: self._whole(part, within)))
        return joined(told) if len(told) > 1 and not is_lacking(told) else ()

    def _nearly(self, text: str, within: Within = OUTSIDE) -> Told:
        """As much as is known: a sentence that holds another one, or sentences beside others."""

        def told(part: str) -> Told:
            return self._whole(part, within) or self._in_part(part, within)

        return self._in_part(text, within) or joined(self._parts(text, told))

    def _whole(self, text: str, within: Within = OUTSIDE) -> Told:
        body = text.removesuffix(".")
        known = self._sentences.get(_key(body))
        if known is not None and "{" not in body:
            return as_in(text, (Piece(self._said.form(known, 0)),))
        for english, pattern, held in self._fitting(body, within):
            if pattern.is_label and not _may_be_label(body, within):
                continue
            values = self._held(pattern, held, within)
            if values is not None:
                return as_in(text, self._filled(self._chosen(self._sentences[english], held), values, held))
        return ()

    def _fitting(self, text: str, within: Within) -> Iterator[tuple[str, Pattern, dict[str, str]]]:
        """Patterns that fit; none within too many others, nor for a text that no sentence is as long as."""
        is_sought = within.sentences < _DEEPEST and len(text) <= _LONGEST
        return self._patterns.fitting(text) if is_sought else iter(())

    def _held(self, pattern: Pattern, held: Mapping[str, str], within: Within) -> dict[str, Told] | None:
        """What each placeholder holds, told; None as soon as one turns out to be something else."""
        values: dict[str, Told] = {}
        for name, text in held.items():
            if not (told := self._value(name, text, pattern, within)):
                return None
            values[name] = told
        return values

    def _in_part(self, text: str, within: Within) -> Told:
        """A sentence that is known, though not all that it holds."""
        body = text.removesuffix(".")
        for english, pattern, held in self._fitting(body, within):
            if pattern.letters >= _ENOUGH and not pattern.is_label:
                values = {
                    name: self._value(name, one, pattern, within) or self._foreign(name, one, within.one_more(pattern))
                    for name, one in held.items()
                }
                return as_in(text, self._filled(self._chosen(self._sentences[english], held), values, held))
        return ()

    def _parts(self, text: str, told: Callable[[str], Told]) -> Iterator[Piece]:
        """Sentences and half-sentences, each the longest that is known; with what stands between them."""
        ends = [*(found.end() for found in _BETWEEN.finditer(text)), len(text)]
        place = begin = 0
        while place < len(ends):
            for last in range(min(len(ends), place + _JOINED) - 1, place - 1, -1):
                part = text[begin : ends[last]]
                body = part.rstrip(" ").removesuffix(";")
                known = () if body == text else told(body)
                if known or last == place:
                    yield from known or (Piece(body, Whose.ENGLISH),)
                    yield Piece(part[len(body) :])
                    place, begin = last + 1, ends[last]
                    break

    def _value(self, name: str, text: str, pattern: Pattern, within: Within) -> Told:
        """What a placeholder holds; () where it turns out to be something else."""
        kind = kind_of(name)
        if kind == "noun":
            told = self.noun(text)
            return () if is_lacking(told) else told
        if kind == "list":
            return self._list(text, within.one_more(pattern))
        if kind == "sentence":
            return self._sentence(text, within.one_more(pattern))
        return self._plain(kind, text)

    def _plain(self, kind: str, text: str) -> Told:
        """What holds no words of ours: numbers, days and periods as the language writes them."""
        writing: dict[str, Callable[[str], str]] = {
            "number": self._number, "period": self._period, "day": self._day,
        }  # fmt: skip
        told = writing[kind](text) if kind in writing else text
        return (Piece(told, Whose.POLICY if kind == "quoted" else Whose.CATALOGUE),) if told else ()

    def _foreign(self, name: str, text: str, within: Within) -> Told:
        return self.noun(text) if kind_of(name) == "noun" else self._nearly(text, within)

    def _sentence(self, text: str, within: Within) -> Told:
        """A sentence within another. One word, or several after commas, is taken for names, but not in a label."""
        if not text:
            return (Piece(""),)
        is_name = not within.labels and _NAMES.fullmatch(text)
        return self._surely(text, within) or ((Piece(text),) if is_name else ())

    def _list(self, text: str, within: Within) -> Told:
        """Several after commas or semicolons, each a sentence or else a name; in a label all of them are known."""
        pieces: list[Piece] = []
        for part in _SEPARATED.split(text):
            told = (Piece(part),) if _SEPARATED.fullmatch(part) else self._sentence(part, within)
            if not told and within.labels:
                return ()
            pieces += told or (Piece(part, Whose.POLICY),)
        return joined(pieces)

    def _number(self, text: str) -> str:
        digits = text.replace(",", "")
        return self._said.decimal(digits) if "." in digits else self._said.number(int(digits))

    def _day(self, text: str) -> str:
        try:
            return self._said.day(date.fromisoformat(text))
        except ValueError:
            return ""

    def _period(self, text: str) -> str:
        """A period in words, "1 year and 6 months", or "P5Y"; "" for what is none."""
        try:
            period = _in_words(text) or Period.parse(text)
        except ValueError:
            return ""
        years, months = divmod(period.months, 12)
        return self._said.period(years=years, months=months, days=period.days)

    def _chosen(self, text: Text, held: Mapping[str, str]) -> str:
        count = held.get("count", "0").replace(",", "")
        return self._said.form(text, int(count) if count.isdigit() else 0)

    def _filled(self, text: str, values: Mapping[str, Told], held: Mapping[str, str]) -> Iterator[Piece]:
        """The text with what its placeholders hold; `{noun:of}` is a noun in that form."""
        for literal, name, form, _ in Formatter().parse(text):
            yield Piece(literal)
            if name:
                yield from self.noun(held[name], form) if form else values[name]


_PARTS = ("words", "labels", "composed", "predicates", "checks", "sentences")
_JOINED = 6
"""Sentences in a row that are looked up as one."""
_DEEPEST, _DEEPEST_LABEL = 6, 2
"""Sentences within each other, and labels."""
_LONGEST, _LONGEST_LABEL, _ENOUGH = 4000, 200, 8
"""Characters of a text, and of a label, that is looked up as one; letters of a sentence that holds what is unknown."""
_LETTERS = re.compile(r"[^\W\d_]{3}")
_NAMES = re.compile(r"\S+(, \S+)*")
_SEPARATED = re.compile(r"([,;] )")
_BETWEEN = re.compile(r"(?<=[;.]) ")
_PERIOD = re.compile(r"(?:(\d+) years?)?(?: and )?(?:(\d+) months?)?(?: and )?(?:(\d+) days?)?")


def _may_be_label(text: str, within: Within) -> bool:
    return within.labels < _DEEPEST_LABEL and len(text) <= _LONGEST_LABEL and not _BETWEEN.search(text)


def _in_words(text: str) -> Period | None:
    """What `Period.in_words` says, read back."""
    found = _PERIOD.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    years, months, days = (int(one or 0) for one in found.groups())
    return Period(months=12 * years + months, days=days)


def _key(english: str) -> str:
    return without_capital(english.removesuffix(".").removesuffix("; "))


@cache
def translation(code: str) -> Translation:
    """Into the language of that code; without a catalogue everything stays English."""
    file = SAID / f"{code}.yaml"
    if not file.is_file():
        return Translation(language(code), {})
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    return Translation(language(code), loaded)
