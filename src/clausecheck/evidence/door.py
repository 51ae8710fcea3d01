"""The door of the evidence: what a string may not carry is replaced before it is written, never afterwards.

Connectors already give people and records as pseudonyms. This is the second line behind them: addresses of e-mail,
phone numbers, bank accounts, payment cards and credentials are known by their form wherever they stand. The same value
becomes the same pseudonym, so that equal things stay equal and a check counts as it did.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from clausecheck.redaction import Pseudonyms

_SUSPICIOUS = re.compile(r"@|\d[^\n]{0,2}\d[^\n]{0,2}\d[^\n]{0,2}\d|AKIA|ASIA|eyJ|BEGIN|gh[a-z]_|xox|sk_|://|=|earer")
"""Cheaper than all of the below: most strings have nothing of it."""
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?"
    r"|\bgh[pousr]_\w{20,}|\bxox[abposr]-[\w-]{10,}|\b[sr]k_(?:live|test)_\w{10,}"
    r"|(?<=[Bb]earer )[\w.~+/=-]{8,}"
    r"|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"
    r"|(?i:(?<=password=)|(?<=passwd=)|(?<=pwd=)|(?<=secret=)|(?<=token=)|(?<=api_key=)|(?<=apikey=))[^\s&;,'\"]+",
    re.DOTALL,
)
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_PHONE = re.compile(r"(?<![\w+])\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d)|(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])")
_CARD = re.compile(
    r"(?<![\w-])(?:3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|(?:4\d{3}|5[1-5]\d{2}|6011|65\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}"
    r"|27[01]\d|2720)(?:[ -]?\d{4}){3})(?![\w-])"
)


_MARKS: Final = (
    "BEGIN ", "AKIA", "ASIA", "eyJ", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "k_live_", "k_test_", "earer ", "://",
)  # fmt: skip
_WORDS: Final = ("password=", "passwd=", "pwd=", "secret=", "token=", "key=")
"""What a text has at least that holds a secret: marks as they are, words in any case. A pattern of them takes ten
times as long to find none.
"""
_MAY_BE: Final = tuple(
    re.compile(one) for one in (r"@", r"\d\d(?<=[A-Z]{2}\d\d)", r"\d{4}[ -]?\d{4}", r"\+|\d{3}\)?[ .-]\d{3}[ .-]\d")
)
"""What a text has at least that holds an address, an account, a card or a phone: found far sooner than they are."""
_LONG: Final = 500


@dataclass(frozen=True, kw_only=True)
class Door:
    """Every string of a run's evidence passes it once."""

    pseudonyms: Pseudonyms
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def text(self, text: str) -> str:
        """The text with a pseudonym in place of each value that its form gives away."""
        if len(text) < _LONG:
            return self._passed(text)
        if text not in self._known:  # statements come again in facts and findings
            self._known[text] = self._passed(text)
        return self._known[text]

    def _passed(self, text: str) -> str:
        if not _SUSPICIOUS.search(text):
            return text
        mail, account, card, phone = (one.search(text) for one in _MAY_BE)
        if _may_hold_a_secret(text):
            text = _SECRETS.sub(lambda found: self.hidden("secret", found[0]), text)
        if mail:
            text = _MAIL.sub(lambda found: self.hidden("mail", found[0]), text)
        if account:
            text = _IBAN.sub(lambda found: self.hidden("account", found[0]) if _is_iban(found[0]) else found[0], text)
        if card:
            text = _CARD.sub(lambda found: self.hidden("card", found[0]) if _is_card(found[0]) else found[0], text)
        return _PHONE.sub(lambda found: self.hidden("phone", found[0]), text) if phone else text

    def hidden(self, noun: str, text: str) -> str:
        """A pseudonym of the whole text; "" stays "", so that what is empty is still seen to be."""
        return self.pseudonyms.of(noun, text) if text else ""


def _may_hold_a_secret(text: str) -> bool:
    if any(mark in text for mark in _MARKS):
        return True
    folded = text.casefold()
    return any(word in folded for word in _WORDS)


def _is_iban(text: str) -> bool:
    """ISO 13616: the check digits leave 1 modulo 97."""
    bare = text.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """ISO/IEC 7812: the digits fulfil Luhn's formula."""
    digits = [int(one) for one in text if one.isdigit()]
    doubled = (sum(divmod(2 * one, 10)) for one in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
