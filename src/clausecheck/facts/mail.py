"""Where mail of a domain goes, what the domain publishes about its mail, and which mailboxes take any."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchanger:
    """A host that takes mail for a domain. `preference` is its MX record's, or None where the domain itself stands in.

    `answers`: it greeted as a mail server does. `starttls`: it offers STARTTLS, and the handshake completes; `trusted`:
    with a certificate for its name, by an authority that is trusted. Each is None where it could not be told.
    """

    host: str
    preference: int | None
    answers: bool | None
    starttls: bool | None = None
    trusted: bool | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailDomain:
    """`label` is "domain clearcall.example".

    `takes_mail` is False where its records say that it takes none (RFC 7505), or where it does not exist at all.
    `spf` is what its SPF record does with everybody else ("-all", "~all", "?all", "+all", "redirect", "" for no rule),
    None without one. `dmarc` is the policy ("none", "quarantine", "reject"), None without one. `dkim` says of each
    selector that the target names whether it publishes a key. What could not be asked stands in `unasked`, by name.
    """

    label: str
    domain: str
    exchangers: tuple[Exchanger, ...]
    takes_mail: bool | None
    spf: str | None = None
    dmarc: str | None = None
    dkim: Mapping[str, bool] = field(default_factory=dict)
    unasked: Mapping[str, str] = field(default_factory=dict)
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """One mailbox; `label` is a pseudonym.

    `accepts`: its domain's exchanger answered `RCPT TO` with yes (True) or with a permanent no that is about this
    mailbox (False); None for anything else, with the reason in `untold`. `accepts_anything`: so it does for a name that
    nobody has, and its yes says little. `encrypted`: the dialogue ran over STARTTLS.
    """

    label: str
    address: str = field(repr=False)
    domain: str
    accepts: bool | None
    accepts_anything: bool | None = None
    encrypted: bool | None = None
    code: int | None = None
    untold: str = ""
