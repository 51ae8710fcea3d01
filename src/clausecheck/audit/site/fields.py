"""Every field of every form of a website, and the words by which the target declares it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from clausecheck.audit.site import pages
from clausecheck.connectors.website.naming import shown
from clausecheck.facts import AskedField, Form, FormField, Page, Population, Unreadable
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

NOUN: Final = "form fields"
EVERY_PAGE: Final = "*"
UNNAMED: Final = "without a name"
_ELEMENT_OF: Final = {
    "name": "name", "given-name": "name", "additional-name": "name", "family-name": "name", "nickname": "name",
    "email": "email_address", "tel": "phone_number", "tel-national": "phone_number", "tel-area-code": "phone_number",
    "tel-local": "phone_number", "tel-country-code": "phone_number", "street-address": "business_address",
    "address-line1": "business_address", "address-line2": "business_address", "address-line3": "business_address",
    "address-level1": "business_address", "address-level2": "business_address", "postal-code": "business_address",
    "country": "business_address", "country-name": "business_address", "organization": "company_name",
    "organization-title": "job_title", "username": "account_credentials", "new-password": "account_credentials",
    "current-password": "account_credentials", "one-time-code": "authentication_information",
    "cc-name": "payment_information", "cc-number": "payment_information", "cc-exp": "payment_information",
    "cc-exp-month": "payment_information", "cc-exp-year": "payment_information", "cc-csc": "payment_information",
    "cc-type": "payment_information",
}  # fmt: skip
"""HTML's autofill detail tokens that say what a field is for, in the elements of section 1 that they fall under."""


def fields_of(_obligation: Obligation, system: System, audit: Audit) -> Population[AskedField]:
    """The fields of all pages that the target names; buttons ask for nothing, and are none."""
    told = pages.pages_of(system, audit)
    declared = _declared(system)
    members = tuple(field for page in told for field in _fields(page, declared, audit))
    return Population(
        noun=NOUN,
        members=members,
        unreadable=(*told.unreadable, *pages.unshown(told), *_apart(told)),
        warnings=_warnings(system, told, declared),
        where_to_look=told.where_to_look,
    )


def _apart(told: Sequence[Page]) -> tuple[Unreadable, ...]:
    """A form may lie in a frame, or in a component with a document of its own, and ask there."""
    why, remedy = "it may hold a form, which was not read", "show the form in the page itself, or attest what it asks"
    return tuple(
        Unreadable(what=f"{one} on {page.label}", why=why, remedy=remedy) for page in told for one in page.apart
    )


def _declared(system: System) -> Mapping[str, Mapping[str, str]]:
    given: Any = system.settings.get("forms") or {}
    return {str(path): dict(words) for path, words in given.items()}


def words_of(page: Page, form: Form, system: System, audit: Audit) -> Mapping[str, tuple[str, ...]]:
    """By the name of each field of a form: the words that say what it asks for, none where nothing does."""
    words = _on(page, _declared(system))
    return {field.name: _words(field, words, audit.target.declares) for field in form.fields}


def _on(page: Page, declared: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return {**declared.get(EVERY_PAGE, {}), **declared.get(page.path, {})}


def _fields(page: Page, declared: Mapping[str, Mapping[str, str]], audit: Audit) -> Iterator[AskedField]:
    words = _on(page, declared)
    for form in page.forms:
        for field in form.fields:
            yield AskedField(
                label=f"{page.label}: field {shown(field.name, audit.pseudonyms) if field.name else UNNAMED}",
                declared=_words(field, words, audit.target.declares),
                hidden=field.hidden,
            )


def _words(field: FormField, words: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The target's word for it; else what its own `autocomplete` says, where the policy declares that element.

    A field that no visitor sees is declared by the target alone: a script may put anything into it.
    """
    if field.name in words:
        return (words[field.name],)
    if field.hidden:
        return ()
    tokens = [_ELEMENT_OF[token] for token in field.autocomplete.split() if token in _ELEMENT_OF]
    return tuple(element for element in tokens if element in known)


def _warnings(
    system: System, told: Sequence[Page], declared: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:  # fmt: skip
    there = {(page.path, field.name) for page in told for form in page.forms for field in form.fields}
    names = {name for _, name in there}
    gone = sorted(
        f"{path} {name}"
        for path, words in declared.items()
        for name in words
        if ((path, name) not in there if path != EVERY_PAGE else name not in names)
    )
    return (f"declared and not there: {', '.join(gone)} of {system.name}",) if gone else ()


subjects, missing = pages.subjects, pages.missing
jobs = partial(pages.jobs, fields_of)
