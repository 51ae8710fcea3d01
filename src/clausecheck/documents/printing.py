"""JSON that steers nobody's terminal."""

import json


def printable(text: str) -> str:
    """JSON with whatever does not print as the escape that JSON has for it: the same document.

    A name from a system must not steer or reorder what somebody sees who reads the file. It also keeps the file valid
    UTF-8 where a name holds half a surrogate pair.
    """
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
