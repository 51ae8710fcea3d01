"""The country of a time zone, by the table that comes with the time zones."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH


@cache
def country_of(zone: str) -> str:
    """Its two letters, US for America/New_York; "" where the table is not there, or does not know it."""
    for line in _table().splitlines():
        if line.split("\t")[2:3] == [zone]:
            return line[:2]
    return ""


def _table() -> str:
    for folder in TZPATH:
        if (file := Path(folder, "zone.tab")).is_file():
            return file.read_text(encoding="utf-8")
    try:
        return (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
