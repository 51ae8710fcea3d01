"""What a site stores, beside what its cookie policy says of it."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class CookieEntry:
    """One row of a cookie policy. `lasts` is the longest that its duration can mean, in days of calendars at their
    longest; `with_session` where it says that it ends with the session. Neither, where the words are not understood.
    """

    purpose: str = field(repr=False)
    duration: str = field(repr=False)
    lasts: timedelta | None = None
    with_session: bool = False
    without_end: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CookiePolicy:
    """The page itself: `linked` from some page that was visited, and what it answered; `status` None where it is not
    known where it lies.
    """

    label: str
    linked: bool
    status: int | None
    untold: str = ""

    @property
    def is_there(self) -> bool:
        """Whether it was found, and answered that it is."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAndTold:
    """One thing that was stored in some state, with the row that declares it; None where no row and no word does.

    `lasts` is the longest that it was seen to last, None where it ends with the session; storage other than cookies and
    session storage stays until somebody deletes it, and has `stays`.
    """

    label: str
    kind: str
    entry: CookieEntry | None
    lasts: timedelta | None
    stays: bool
    untold: str = ""
