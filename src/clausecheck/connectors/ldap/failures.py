"""Why a directory did not answer, in words that may be shown: a result's name or an exception's, never their text."""

from collections.abc import Sequence
from typing import Any

from clausecheck.redaction import kind_of

UNSEEN = "check the name, and that the auditing identity may see the entry"
SUCCESS, TIME, SIZE, REFERRAL, ADMIN = 0, 3, 4, 10, 11
NO_SUCH_ATTRIBUTE, INVALID_SYNTAX, NO_SUCH_OBJECT, INSUFFICIENT = 16, 21, 32, 50
TRUNCATED = {TIME: "timeLimitExceeded", SIZE: "sizeLimitExceeded", ADMIN: "adminLimitExceeded"}
_REMEDIES = {
    49: "check bind_dn and password",
    8: "the directory wants stronger authentication: check bind_dn, and that TLS is used",
    13: "use ldaps://, or starttls: true",
    INSUFFICIENT: "allow the auditing identity to read it",
    NO_SUCH_OBJECT: UNSEEN,
}
_DEFAULT = "see that the directory answers the auditing identity, and run again"


class Unanswered(Exception):
    """One question had no answer, or a part of one: why, what would help, and what did come."""

    def __init__(self, why: str, remedy: str, *, partly: Sequence[Any] = ()) -> None:
        self.why, self.remedy, self.partly = why, remedy, partly
        super().__init__(why)


def refused(result: object) -> Unanswered:
    """The failure that a result of the directory tells: RFC 4511's name for its code, and no text of its own."""
    code = result.get("result", -1) if isinstance(result, dict) else -1
    name = str(result.get("description", "")) if isinstance(result, dict) else ""
    # The names are ldap3's own, out of RFC 4511; the directory's diagnostic message stays where it is.
    return Unanswered(f"the directory answered {name or code}", _REMEDIES.get(code, _DEFAULT))


def broken(error: BaseException, seconds: float) -> Unanswered:
    """The failure of a connection, or of reading what came over it."""
    kind = kind_of(error)
    text = str(error)  # looked at, never kept: ldap3 tells a passed limit by its text alone
    if isinstance(error, TimeoutError) or "timed out" in text or "TimeoutError" in kind:
        why = f"no answer within {seconds:g} s ({kind})"
    elif "certificate verify failed" in text or "CertificateError" in kind or "hostname" in text:
        return Unanswered(
            f"its certificate could not be verified ({kind})",
            "name the authority that signed it in ca_file, or renew the certificate",
        )
    else:
        why = f"no answer that can be read ({kind})"
    return Unanswered(why, _DEFAULT)
