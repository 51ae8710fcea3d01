"""When logs are set to expire: logrotate's and journald's configuration, in whole days.

Sources: logrotate(8) and journald.conf(5). logrotate keeps `rotate` old files besides the one that is written,
so with `weekly` and `rotate 4` an entry stays up to five weeks; `maxage` removes rotated files that are older than so
many days, once a rotation comes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

_EVERY = {"hourly": 1, "daily": 1, "weekly": 7, "monthly": 31, "yearly": 366}
_BY_SIZE = ("size", "minsize")
"""With these a file that grows slowly is never rotated; `maxsize` only rotates earlier."""
_SPAN = re.compile(r"(\d+)\s*(years?|y|months?|month|weeks?|w|days?|d|hours?|hr|h|minutes?|min|m|seconds?|sec|s)?")
_SECONDS = {"y": 31_557_600, "month": 2_629_800, "w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """In how many days entries are gone at the latest, or that nothing removes them, or why neither could be told."""

    days: int | None = None
    never: bool = False
    untold: str = ""


def of_logrotate(text: str, files: list[Path]) -> Expiry:
    """What logrotate sets for these files. Where several blocks match, the longest."""
    settings, blocks = _parsed(text)
    matching = [{**settings, **block} for patterns, block in blocks if any(_fits(file, patterns) for file in files)]
    if not matching:
        return Expiry(untold="logrotate's configuration names none of its files")
    told = [_of_block(block) for block in matching]
    return next((one for one in told if one.days is None), max(told, key=lambda one: one.days or 0))


def _fits(file: Path, patterns: list[str]) -> bool:
    """A rotated file bears its original's name with something behind it."""
    return any(fnmatch(str(file), pattern) or fnmatch(str(file), f"{pattern}[.-]*") for pattern in patterns)


def _of_block(block: dict[str, str]) -> Expiry:
    every = next((days for word, days in _EVERY.items() if word in block), None)
    by_size = [word for word in _BY_SIZE if word in block]
    age = block.get("maxage", "")
    if by_size:
        return Expiry(untold=f"logrotate rotates by {by_size[0]}, so that no day says when an entry goes")
    if every is None:
        return Expiry(untold="logrotate's configuration does not say how often it rotates")
    kept = block.get("rotate", "0")
    if kept == "-1" and not age:
        return Expiry(never=True)
    by_count = (int(kept) + 1) * every if kept.isdigit() else None
    by_age = int(age) + every if age.isdigit() else None
    days = min((one for one in (by_count, by_age) if one is not None), default=None)
    return Expiry(days=days) if days is not None else Expiry(untold="logrotate's `rotate` is no number")


def _parsed(text: str) -> tuple[dict[str, str], list[tuple[list[str], dict[str, str]]]]:
    """The settings outside of any block, and each block's patterns with its own; scripts are left out."""
    outside: dict[str, str] = {}
    blocks: list[tuple[list[str], dict[str, str]]] = []
    inside: dict[str, str] | None = None
    waiting: list[str] = []
    for line in _directives(text):
        if line.endswith("{"):
            blocks.append(([*waiting, *_names(line[:-1])], inside := {}))
            waiting = []
        elif line == "}":
            inside = None
        elif inside is None and line.startswith(("/", '"')):
            waiting += _names(line)
        else:
            word, _, value = line.partition(" ")
            (outside if inside is None else inside)[word] = value.strip()
    return outside, blocks


def _names(text: str) -> list[str]:
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', text)]


def _directives(text: str) -> Iterator[str]:
    is_script = False
    for raw in text.splitlines():
        line = re.sub(r"\s+", " ", raw.partition("#")[0]).strip()
        if line in {"postrotate", "prerotate", "firstaction", "lastaction", "preremove"}:
            is_script = True
        elif line == "endscript":
            is_script = False
        elif line and not is_script:
            yield line


def of_journald(text: str) -> Expiry:
    """`MaxRetentionSec`; without it, or with 0, only a full disk removes entries."""
    told = re.findall(r"^\s*MaxRetentionSec\s*=\s*(.*?)\s*$", text, re.MULTILINE)
    seconds = _seconds(told[-1]) if told else 0
    if seconds is None:
        return Expiry(untold="the MaxRetentionSec of journald is no span of time")
    return Expiry(days=-(-seconds // _DAY)) if seconds else Expiry(never=True)


def _seconds(text: str) -> int | None:
    if not text or _SPAN.sub("", text).strip():
        return None if text.strip() else 0
    return sum(int(number) * _SECONDS[_unit(unit)] for number, unit in _SPAN.findall(text))


def _unit(word: str) -> str:
    return "month" if word.startswith("mo") else (word[:1] or "s")
