"""Somebody who does not exist, for sign-ups of the audit's own: two at most, taken back at once."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final

from clausecheck.connectors.website.signing_up import CHOOSE, FILL, TICK, UNTICK, Fill
from clausecheck.facts import Form, FormField

_TICKED: Final = {"checkbox", "radio"}
_TYPED: Final = {"text", "email", "tel", "url", "search", "password", "textarea", "number"}
_NAME: Final = "Canary Clausecheck"


def fills(
    form: Form, age: Mapping[str, Sequence[str]], given: Mapping[str, str], words: Mapping[str, Sequence[str]]
) -> tuple[Fill, ...]:
    """How to fill in a form: the age as told, what the target gives, and a made-up person's details for the rest.

    Boxes are ticked only where the form requires it, so that nothing is agreed to. `words` has what each field asks.
    """
    person = _person()
    seen = [field for field in form.fields if field.name and not field.hidden]
    made = [_fill(field, age, given, words.get(field.name, ()), person) for field in seen]
    return tuple(one for one in made if one is not None)


def _fill(
    field: FormField,
    age: Mapping[str, Sequence[str]],
    given: Mapping[str, str],
    words: Sequence[str],
    person: Mapping[str, str],
) -> Fill | None:
    values = tuple(age.get(field.name, ()))
    if field.type in _TICKED:
        wanted = bool(values) if field.name in age else field.required or field.name in given
        return Fill(name=field.name, how=TICK if wanted else UNTICK) if field.type == "checkbox" or wanted else None
    values = values or ((given[field.name],) if field.name in given else ())
    if field.type == "select":
        return Fill(name=field.name, how=CHOOSE, values=values)
    if not values and field.type in _TYPED:
        values = (_made_up(field, words, person),)
    return Fill(name=field.name, how=FILL, values=values) if values else None


def _made_up(field: FormField, words: Sequence[str], person: Mapping[str, str]) -> str:
    known = [person[word] for word in (*words, field.type) if word in person]
    return known[0] if known else _NAME


def _person() -> Mapping[str, str]:
    """example.com takes no mail, by its own records (RFC 2606, 7505): nobody is written to."""
    mark = secrets.token_hex(6)
    address, number = f"clausecheck-{mark}@example.com", "+1 202 555 0143"
    return {
        "name": _NAME, "email_address": address, "email": address, "phone_number": number, "tel": number,
        "company_name": "Clausecheck canary", "business_address": "1 Canary Row", "job_title": "Canary",
        "account_credentials": f"Cc1!{secrets.token_urlsafe(16)}", "password": f"Cc1!{secrets.token_urlsafe(16)}",
        "url": "https://example.com", "number": "1",
    }  # fmt: skip
