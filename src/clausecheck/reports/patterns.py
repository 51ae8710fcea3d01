"""Sentences with numbers and names in them: how their English is told apart again, by what a placeholder may hold.

The name of a placeholder says what it holds, whatever digit ends it: `{count}` a number, `{noun}` what is counted,
`{period}` a calendar period, `{day}` a day, `{what}` and the like a sentence of its own, `{list}` several after
commas, `{quoted}` what people wrote. Any other name holds what is never translated: a system, a table, a role.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

_NUMBERS = ("count", "total", "number", "most")
_SENTENCES = ("what", "why", "how", "where")
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[A-Za-z]+")
_HOLDS = {
    **dict.fromkeys(_NUMBERS, r"-?\d[\d,]*(?:\.\d+)?"), **dict.fromkeys(_SENTENCES, ".*?"),
    "day": r"\d{4}-\d\d-\d\d", "list": ".+?", "noun": ".+?", "period": ".+?", "quoted": ".+?",
}  # fmt: skip


def kind_of(placeholder: str) -> str:
    """What a placeholder holds: "number", "noun", "period", "day", "sentence", "list", "quoted" or "name"."""
    name = placeholder.rstrip("0123456789")
    if name in _NUMBERS:
        return "number"
    if name in _SENTENCES:
        return "sentence"
    return name if name in ("noun", "period", "day", "list", "quoted") else "name"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A sentence in English with its placeholders: `literals` stand before, between and after `placeholders`.

    A label has so few letters of its own that it would fit half a sentence: its names are of one word.
    """

    literals: tuple[str, ...]
    placeholders: tuple[str, ...]
    is_label: bool

    @classmethod
    def of(cls, english: str, *, is_label: bool = False) -> "Pattern":
        """`ValueError` where braces do not close."""
        literals, placeholders = [""], []
        for literal, name, _, _ in Formatter().parse(english):
            literals[-1] += literal
            if name is not None:
                placeholders.append(name)
                literals.append("")
        return cls(literals=tuple(literals), placeholders=tuple(placeholders), is_label=is_label)

    @cached_property
    def letters(self) -> int:
        """How many letters are its own: the more, the surer a sentence that fits is meant."""
        return sum(len(_LETTERS.findall(one)) for one in self.literals)

    @property
    def words(self) -> frozenset[str]:
        """The words that a text which fits has to have: those that no placeholder touches."""
        last = len(self.literals) - 1
        whole = (
            ("" if place == 0 else "x") + literal + ("" if place == last else "x")
            for place, literal in enumerate(self.literals)
        )
        touched = (_WORD.findall(one) for one in whole)
        return frozenset(
            word for place, words in enumerate(touched) for word in words[place > 0 : len(words) - (place < last)]
        )

    @cached_property
    def _form(self) -> re.Pattern[str]:
        name_held = r"\S+?" if self.is_label else ".+?"
        parts = [re.escape(self.literals[0])]
        for name, literal in zip(self.placeholders, self.literals[1:], strict=True):
            held = _HOLDS.get(name.rstrip("0123456789"), name_held)
            parts += [f"({held})", re.escape(literal)]
        return re.compile("".join(parts), re.DOTALL)

    def held(self, text: str, lowered: str) -> dict[str, str] | None:
        """What each placeholder holds in `text`; None where it is another sentence, which is soon seen.

        `lowered` is the same text without a capital at its beginning, as the literals are.
        """
        text = lowered if self.literals[0] else text
        if not text.startswith(self.literals[0]) or not text.endswith(self.literals[-1]) or not self._in_order(text):
            return None
        found = self._form.fullmatch(text)
        return dict(zip(self.placeholders, found.groups(), strict=True)) if found else None

    def _in_order(self, text: str) -> bool:
        """Whether what is its own stands there one after the other: without, its form would try every way in vain."""
        place = 0
        for literal in self.literals:
            place = text.find(literal, place)
            if place < 0:
                return False
            place += len(literal)
        return True


class Patterns:
    """Many of them, each found by the rarest of its own words; the surest first."""

    def __init__(self, english: Iterable[str], labels: Collection[str] = ()) -> None:
        told = ((one, Pattern.of(one, is_label=one in labels)) for one in english)
        self._all = sorted(told, key=lambda each: -each[1].letters)
        words = [pattern.words for _, pattern in self._all]
        frequency = Counter(word for each in words for word in each)
        self._by_word: dict[str, list[int]] = {}
        for place, each in enumerate(words):
            self._by_word.setdefault(min(each, key=lambda word: frequency[word], default=""), []).append(place)

    def fitting(self, text: str) -> Iterator[tuple[str, Pattern, dict[str, str]]]:
        """Each that fits, with what its placeholders hold."""
        lowered = without_capital(text)
        found = {"", *_WORD.findall(lowered)}
        places = sorted(place for word in found & self._by_word.keys() for place in self._by_word[word])
        for place in places:
            english, pattern = self._all[place]
            if (held := pattern.held(text, lowered)) is not None:
                yield english, pattern, held


def without_capital(text: str) -> str:
    """A text as it would go on within a sentence."""
    return text[:1].lower() + text[1:]
