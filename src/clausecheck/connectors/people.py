"""Who an account belongs to: the same person in every directory of an audit, by pseudonym."""

import unicodedata

from clausecheck.redaction import Pseudonyms


def person_of(address: object, pseudonyms: Pseudonyms) -> str:
    """The pseudonym of whoever has this e-mail address; "" where it is none.

    Compared are addresses in Unicode NFC and lower case, their domains as IDNA writes them. Two spellings that this
    tells apart are two people: a plus tag or a dot is never folded.
    """
    text = unicodedata.normalize("NFC", str(address or "")).strip().lower()
    local, at, domain = text.rpartition("@")
    if not (local and at and domain):
        return ""
    return pseudonyms.of("person", f"{local}@{_domain(domain)}")


def _domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
