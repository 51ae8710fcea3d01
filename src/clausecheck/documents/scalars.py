"""What a plain scalar means. Far less than YAML 1.1 says: whatever is not listed here stays text.

`true` and `false` in lower case, decimal integers without leading zeros or signs but `-`, and `null`, `~` or
nothing. `NO`, `yes`, `on`, `1.10`, `1e3`, `0x1f`, `007`, `2024-03-15` and `12:30:00` stay exactly as written.
An integer's text is `str()` of it, so that `conformed` can give it back where a schema asks for a string.
"""

import re

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def plain(text: str) -> str | int | bool | None:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
