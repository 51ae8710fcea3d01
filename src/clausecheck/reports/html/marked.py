"""A page's language with markup: what is not in it is marked as such, for whoever has the page read aloud."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

from markupsafe import Markup, escape

from clausecheck.reports import phrases, words
from clausecheck.reports.html.outline import Unseen
from clausecheck.reports.language import DEFAULT, Language
from clausecheck.reports.pieces import Told, Whose
from clausecheck.reports.translation import Translation, translation

_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class PlainNoun:
    """What is counted, to be put into a text: `{noun}` as it is, `{noun:of}` as after "3 of 4". Without markup."""

    page: "Marked"
    english: str

    def __format__(self, form: str) -> str:
        return words.visible("".join(piece.text for piece in self.told(form)))

    def told(self, form: str) -> Told:
        return self.page.translated.noun(self.english, form or "many")


class Noun(PlainNoun):
    """The same with its markup, where the text becomes markup."""

    __slots__ = ()

    def __html_format__(self, form: str) -> Markup:
        return self.page.markup(self.told(form))


@dataclass(frozen=True, kw_only=True)
class Marked(Language):
    """The language of a page whose policy is written in `written_in`. What it says is markup."""

    written_in: str

    @classmethod
    def of(cls, said: Language, written_in: str) -> "Marked":
        return cls(**{one.name: getattr(said, one.name) for one in fields(said)}, written_in=written_in)

    @cached_property
    def translated(self) -> Translation:
        return translation(self.code)

    def say(self, key: str, /, **values: object) -> Markup:
        """The text of a key: text and values are escaped, values that are markup already are not."""
        told = {name: self._value(value) for name, value in values.items()}
        return Markup(escape(self.text(key, values.get("count")))).format(**told)  # noqa: S704 - both are escaped

    def _value(self, value: object) -> object:
        if type(value) is int:
            return self.number(value)
        return words.visible(value) if type(value) is str else value

    def noun(self, noun: str) -> Noun | str:
        return noun if self.code == DEFAULT else Noun(self, noun)

    def plain_noun(self, noun: str) -> PlainNoun:
        """For a text that becomes an attribute, in which no markup can be."""
        return PlainNoun(self, noun)

    def spoken_noun(self, noun: str) -> Markup:
        """With a capital at its beginning."""
        return self.markup(self.translated.noun(words.spoken(noun)))

    def nouns(self, nouns: Iterable[str]) -> Markup:
        return self.joined([self.markup(self.translated.noun(one)) for one in nouns], ", ")

    def named(self, label: str) -> Markup:
        """What a thing is called, or where to look for it: told where it is made of words, else as it is."""
        pieces = self.translated.of(label)
        is_told = all(piece.whose is Whose.CATALOGUE for piece in pieces)
        return escape(words.visible("".join(piece.text for piece in pieces) if is_told else label))

    def unseen(self, one: Unseen) -> Markup:
        """A reason that the page says itself."""
        return self.say(
            one.reason, **{name: self.noun(value) if name == "noun" else value for name, value in one.values}
        )

    def told(self, text: str) -> Markup:
        """What a check or the engine says, in which names of keys stand between backticks as in its source."""
        return self.markup(self.translated.of(text))

    def counted(self, name: str) -> Markup:
        """The name of a finer count, with a capital at its beginning."""
        return self.markup(self.translated.spoken(name))

    def term(self, value: str) -> Markup:
        """The value of an obligation's term: a period, a word of a policy, or several."""
        period = phrases.term(value, self) if value[:1] == "P" else value
        return escape(period) if period != value else self.markup(self.translated.value(value))

    def heading(self, kind: str) -> Markup:
        """What a kind of obligation is called; a company's own kind by its name."""
        known = words.heading(kind, self)
        return escape(known) if f"kinds.{kind}" in self.texts else self.foreign(known, DEFAULT)

    def steps(self, remedy: str) -> tuple[Markup, ...]:
        """A remedy as what is to be done one after the other."""
        pieces = self.translated.of(remedy)
        if any(piece.whose is not Whose.CATALOGUE for piece in pieces):
            return tuple(self.told(step) for step in phrases.steps(remedy))
        return tuple(map(_prose, phrases.steps("".join(piece.text for piece in pieces))))

    def written(self, text: str) -> Markup:
        return self.foreign(text, self.written_in) if text else Markup()

    def joined(self, parts: Iterable[str], between: str = " ") -> Markup:
        return escape(between).join(filter(None, parts))

    def markup(self, pieces: Told) -> Markup:
        """Pieces as markup, those in another language marked."""
        if len(pieces) == 1 and pieces[0].whose is Whose.CATALOGUE:
            return _prose(pieces[0].text)
        languages: Mapping[Any, str] = {Whose.ENGLISH: DEFAULT, Whose.POLICY: self.written_in}
        return Markup().join(self.foreign(one.text, languages.get(one.whose, self.code)) for one in pieces)

    def foreign(self, text: str, code: str) -> Markup:
        """A text of the language of that code."""
        told = _prose(text)
        return told if code == self.code else Markup('<span lang="{}">{}</span>').format(code, told)


@lru_cache(maxsize=4096)
def _prose(text: str) -> Markup:
    """Kept, as a page says the same few sentences hundreds of times."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(words.visible(text)))))  # noqa: S704 - escaped before
