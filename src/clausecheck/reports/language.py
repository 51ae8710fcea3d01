"""The language of a report for a reader: its texts from a catalogue, its numbers, dates and plural forms from CLDR.

A catalogue is one file, `languages/CODE.yaml`. Another language is another file with the same keys and placeholders;
nothing else knows which there are. What checks say themselves is the matter of `translation`; what policies say stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from clausecheck.documents import did_you_mean
from clausecheck.errors import CommandError

FOLDER = Path(__file__).with_name("languages")
DEFAULT = "en"

Text = str | Mapping[str, str]
"""A text, or one for each plural form that the language has: "one", "few", "many", "other"."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language: `code` for markup, its texts by dotted key, and its locale. `name` is what it calls itself."""

    code: str
    name: str
    locale: Locale
    texts: Mapping[str, Text]

    def say(self, key: str, /, **values: object) -> str:
        """The text of this key with its placeholders filled in; whole numbers are written as the language does."""
        told = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
        return self.text(key, values.get("count")).format(**told)

    def text(self, key: str, count: object = None) -> str:
        """The text of this key, in the plural form for `count`, its placeholders as they are."""
        return self.form(self.texts[key], count if isinstance(count, int) else 0)

    def form(self, text: Text, count: int) -> str:
        """A text in the plural form for `count`."""
        return text if isinstance(text, str) else text.get(self.locale.plural_form(count), text["other"])

    def noun(self, noun: str) -> object:
        """What is counted, to be put into a text: the engine's own word. A page tells it in its language."""
        return noun

    def told(self, text: str) -> str:
        """What a check or the engine says of itself, as it is. A page tells it in its language."""
        return text

    def named(self, label: str) -> str:
        """What a thing is called. A page tells it in its language where it is made of words."""
        return label

    def written(self, text: str) -> str:
        """What the company wrote, in whatever language: a page marks it."""
        return text

    def joined(self, parts: Iterable[str], between: str = " ") -> str:
        """Those parts that there are, one after the other."""
        return between.join(filter(None, parts))

    def number(self, count: int) -> str:
        """`1234567` -> "1,234,567", "1.234.567"."""
        return _number(count, self._identifier)

    @cached_property
    def _identifier(self) -> str:
        """What babel calls the locale, "de_AT": it puts that together anew whenever it is asked."""
        return str(self.locale)

    def decimal(self, digits: str) -> str:
        """A number with a fraction: "0.3" -> "0.3", "0,3"."""
        return str(format_decimal(digits, locale=self.locale))

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in per cent: `(1, 3)` -> "33%", "33 %"."""
        return format_percent(part / whole if whole else 0, locale=self.locale)

    def day(self, when: date) -> str:
        """A day as a reader writes it: "15 March 2024", "15. März 2024"."""
        return format_date(when, "long", locale=self.locale)

    def short_day(self, when: datetime, zone: str) -> str:
        """The day of an aware moment where there is little room: "1 Mar 2026"."""
        return format_date(when.astimezone(ZoneInfo(zone)).date(), "medium", locale=self.locale)

    def moment(self, when: datetime, zone: str) -> str:
        """An aware moment in a time zone: "1 March 2026, 07:00 EST (UTC-05:00)"."""
        local = when.astimezone(ZoneInfo(zone))
        name, offset = f"{local:%Z}", f"{local:%z}"
        clock = f"{self.day(local.date())}, {local:%H:%M}"
        return f"{clock} UTC" if name == "UTC" else f"{clock} {name} (UTC{offset[:3]}:{offset[3:5]})"

    def duration(self, length: timedelta) -> str:
        """How long something took: "less than a second", "12 seconds", "3 minutes 20 seconds"."""
        minutes, seconds = divmod(round(length.total_seconds()), 60)
        units = (("minutes", minutes), ("seconds", seconds))
        return " ".join(self.say(f"units.{unit}", count=count) for unit, count in units if count) or self.say(
            "units.moment"
        )

    def period(self, *, years: int, months: int, days: int) -> str:
        """A calendar period: "5 years", "1 year and 6 months"."""
        units = (("years", years), ("months", months), ("days", days))
        return self.say("and").join(self.say(f"units.{unit}", count=count) for unit, count in units if count)


@lru_cache(maxsize=4096)
def _number(count: int, locale: str) -> str:
    """Kept, as a page says the same few numbers thousands of times."""
    return format_decimal(count, locale=locale)


@cache
def language(code: str) -> Language:
    """The language of that code. Raises `CommandError` where no catalogue has it."""
    file = FOLDER / f"{code}.yaml"
    if code not in languages():
        raise CommandError(
            f"--language {code}: there is no catalogue of that language; there are {', '.join(languages())}"
            f"{did_you_mean(code, languages())}"
        )
    loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return Language(
        code=code, name=loaded.pop("language"), locale=Locale.parse(loaded.pop("locale")), texts=dict(_flat(loaded, ""))
    )


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that there is a catalogue for."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def _flat(node: Mapping[str, Any], path: str) -> dict[str, Text]:
    """Nested keys become dotted ones; what has an "other" is the plural forms of one text."""
    texts: dict[str, Text] = {}
    for key, value in node.items():
        if isinstance(value, Mapping) and "other" not in value:
            texts |= _flat(value, f"{path}{key}.")
        else:
            texts[path + key] = value
    return texts
