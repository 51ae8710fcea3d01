"""Why a provider did not answer: a status or an exception's name, never the text that came."""

from clausecheck.facts import Unreadable
from clausecheck.redaction import kind_of

DENIED, UNKNOWN, TOO_MANY, EXPIRED = 403, 404, 429, 401
_AGAIN = "see that the provider answers, and run again"


class Unanswered(Exception):
    """One question had no answer: why, what would help, the HTTP status (0 where there was none), the provider's own
    code, and whether nobody answers at all, so that asking anything else would only wait again.
    """

    def __init__(
        self, why: str, remedy: str = _AGAIN, *, status: int = 0, code: str = "", is_silence: bool = False
    ) -> None:
        self.why, self.remedy, self.status, self.code, self.is_silence = why, remedy, status, code, is_silence
        super().__init__(why)

    @property
    def is_break(self) -> bool:
        """Whether a connection broke off, rather than took too long or was refused."""
        return self.is_silence and "no answer that can be read" in self.why

    def missing(self, what: str) -> Unreadable:
        """What stays unread because of it."""
        return Unreadable(what=what, why=self.why, remedy=self.remedy)


def refused(status: int, needs: str, code: str = "") -> Unanswered:
    """The failure that a status tells. `needs` is the right that would help, in the provider's words; `code` is the
    provider's own, compared and never shown.
    """
    why = f"the provider answered {status}"
    if status in {EXPIRED, DENIED, UNKNOWN}:
        return Unanswered(why, f"give the auditing client {needs}", status=status, code=code)
    if status == TOO_MANY:
        return Unanswered(
            f"{why}: too many requests", "raise time_limit, or run again when it is quieter", status=status
        )
    if 300 <= status < 400:
        return Unanswered(f"{why}: it redirects, which is not followed", "correct the URL in the target", status=status)
    return Unanswered(why, status=status, code=code)


def broken(error: BaseException, seconds: float) -> Unanswered:
    """The failure of a connection."""
    kind = kind_of(error)
    if "Timeout" in kind:
        return Unanswered(f"no answer within {seconds:g} s ({kind})", is_silence=True)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):  # looked at, never kept: httpx tells it by its text alone
        return Unanswered(
            f"its certificate could not be verified ({kind})", "name the authority that signed it in ca_file"
        )
    return Unanswered(f"no answer that can be read ({kind})", is_silence=True)
