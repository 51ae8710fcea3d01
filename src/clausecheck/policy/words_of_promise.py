"""Words that promise more than they may mean."""

import re

_WORDS: dict[str, tuple[str, str]] = {
    "end-to-end": (
        r"end[- ]to[- ]end|(?:one|an) end to the other",
        "Is it encryption on each hop, or one that only sender and receiver can undo, which no processing can offer?",
    ),
    "regular": (
        r"regular(?:ly)?|again and again",
        "How often is that at the least? Without a number, no date is ever too late.",
    ),
    "promptly": (
        r"prompt(?:ly)?|without (?:undue )?delay|as soon as (?:possible|practicable)|timely",
        "Within how many days?",
    ),
    "strict": (r"strict(?:ly)?", "Against which rule would somebody see that it was not strict enough?"),
    "comprehensive": (r"comprehensive(?:ly)?", "Which list must be complete for the word to hold?"),
    "industry-standard": (
        r"industry[- ]standard|current practice|state of the art|best practices?",
        "Which standard and version is meant, and who notices when it is out of date?",
    ),
    "all": (
        r"all(?! the same)|without exception",
        "Does it hold for service accounts, break-glass accounts, copies and contractors too?",
    ),
    "never": (r"never|under no circumstances", "Is there really no exception, not even one that a law demands?"),
}  # fmt: skip
_PATTERNS = {word: re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)
             for word, (pattern, _) in _WORDS.items()}  # fmt: skip


def strong_words(text: str) -> dict[str, tuple[str, str]]:
    """For each such word in a promise: how it is put there, and what to ask about it."""
    found = {word: match for word, pattern in _PATTERNS.items() if (match := pattern.search(text))}
    return {word: (match[0], _WORDS[word][1]) for word, match in found.items()}
