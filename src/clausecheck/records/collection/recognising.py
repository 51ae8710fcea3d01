"""Personal data recognised in text: the only module that knows the libraries of the extra `pii`.

It tells kinds, never values. Names of people and postal addresses cannot be told from other words and are not looked
for. Bare digits are a phone number only where a name says so; a national id is recognised in its written form, which
is that of the United States (AAA-GG-SSSS).
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address

import phonenumbers
from stdnum import iban, luhn
from stdnum.us import ssn

_EMAIL = re.compile(r"[\w.%+'-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,}")
_CARD = re.compile(r"(?<![\w.-])(?:3[47]|4|5[1-5]|2[2-7]|6)(?:[ -]?\d){12,18}(?![\w-]|\.\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_IPV4 = re.compile(r"(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_CREDENTIAL = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\."
    r"|\$2[abxy]\$\d\d\$[./\w]{53}|\$argon2(?:id|i|d)\$|\$scrypt\$|\bpbkdf2_sha\d+\$"
    r"|\b(?:password|passwort|passwd|passphrase)\s*(?:is|=|:)\s*\S{4,}",
    re.IGNORECASE,
)
_HINT = re.compile(r"-----BEGIN|AKIA|eyJ|\$|pbkdf2_|[Pp][Aa][Ss][Ss]")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b")
_TOKEN = re.compile(r"(?<!\w)(?=[\w-]*[A-Za-z_])[\w-]*\d[\w-]*(?!\w)")
_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6}")
_SEPARATED = re.compile(r"\+|\d[\s().\-/]+\d")


def kinds_in(text: str, region: str) -> Iterator[str]:
    """The kinds of data that this text, which is not empty, holds.

    `region` (US) is where a number without its country is dialled; "" where that is not known.
    """
    if text[0].isdigit() and _MOMENT.fullmatch(text):
        return
    if "@" in text and _EMAIL.search(text):
        yield "email_addresses"
    if _HINT.search(text) and _CREDENTIAL.search(text):
        yield "credentials"
    if text.count(":") > 1 or text.count(".") > 2:
        yield from ("ip_addresses" for _ in _addresses(text))
    if _DIGITS.search(text):
        yield from _numbers(_MOMENT.sub(" ", text), region)


def _addresses(text: str) -> Iterator[str]:
    """Addresses that name a line of the internet; those of a network of its own name nobody."""
    for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        try:
            if ip_address(match[0]).is_global:
                yield match[0]
        except ValueError:
            continue


def _numbers(text: str, region: str) -> Iterator[str]:
    """What is recognised first is taken out: a card is no phone number too."""
    for kind, pattern, is_one in _PATTERNS:
        found = [match for match in pattern.finditer(text) if is_one(match[0])]
        for match in reversed(found):
            text = f"{text[: match.start()]} ; {text[match.end() :]}"
        if found:
            yield kind
    if _DIGITS.search(text) and _has_phone(_TOKEN.sub(" ; ", text), region):
        yield "phone_numbers"


def _is_card(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return len(digits) <= 19 and luhn.is_valid(digits)


_PATTERNS = (
    ("bank_accounts", _IBAN, iban.is_valid),
    ("payment_cards", _CARD, _is_card),
    ("national_ids", _SSN, ssn.is_valid),
)


def _has_phone(text: str, region: str) -> bool:
    matches = phonenumbers.PhoneNumberMatcher(text, region or None, max_tries=1000)
    return any(_SEPARATED.search(match.raw_string) for match in matches)
