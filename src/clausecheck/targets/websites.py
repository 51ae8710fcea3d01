"""What a target may say of how a website is looked at, and what it may not."""

from collections.abc import Mapping
from typing import Final

from clausecheck.targets.draft import Draft
from clausecheck.targets.model import System

SETTLE_SECONDS: Final = 5.0
"""How long a page is watched once it has loaded: of fixed length, as a site that never rests would outlast any wait for
silence, and one that tracks late would begin after it (rigour 36)."""
_LONGEST: Final = 120.0


def refuse_short_windows(draft: Draft, systems: Mapping[str, System], environment: str) -> None:
    """Note a settle window that is no number of seconds, or is shorter than everybody's outside a demo."""
    for name, system in systems.items():
        written = system.settings.get("settle_seconds")
        if system.kind == "website" and written is not None:
            seconds = _seconds(str(written))
            least = 0.1 if environment == "demo" else SETTLE_SECONDS
            if not least <= seconds <= _LONGEST:
                message = f"{written!r} is no number of seconds between {least:g} and {_LONGEST:g}"
                draft.refuse(message, "systems", name, "settle_seconds", at_value=True)


def _seconds(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0
