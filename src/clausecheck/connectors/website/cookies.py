"""A `Set-Cookie` line, as RFC 6265 (5.2) reads it; its value is dropped."""

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, kw_only=True)
class SetCookie:
    """`lasts` is in seconds from now, None until the session ends; nothing or less deletes the cookie."""

    name: str
    host: str
    lasts: float | None
    http_only: bool

    @property
    def is_removal(self) -> bool:
        return self.lasts is not None and self.lasts <= 0


def set_cookie(line: str, host: str) -> SetCookie | None:
    """What an answer of `host` sets; None where the line names nothing."""
    pair, *attributes = line.split(";")
    name = pair.partition("=")[0].strip() if "=" in pair else ""
    said = {key.strip().lower(): value.strip() for key, _, value in (part.partition("=") for part in attributes)}
    where = (said.get("domain", "").lstrip(".") or host).lower()
    if not name or not where:
        return None
    return SetCookie(name=name, host=where, lasts=_lasts(said), http_only="httponly" in said)


def _lasts(said: dict[str, str]) -> float | None:
    """`Max-Age` outranks `Expires`; what cannot be read is as if it were not there."""
    age = said.get("max-age", "")
    if age.removeprefix("-").isdigit():
        return float(age)
    try:
        return parsedate_to_datetime(said["expires"]).timestamp() - time.time()
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
