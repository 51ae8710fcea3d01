"""Clause 1.1: what a form asks for is collected, whatever the policy says."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import AskedField, Population


@pytest.mark.obligation("declared_forms")
def test_forms_ask_only_for_declared_data(asked_fields: Population[AskedField]) -> None:
    """Every field of every form on the website asks for something that section 1 declares.

    A form is where collection begins: a field that somebody added last week collects from today on, before any
    database has a column for it. A new field fails until somebody says which declared element it asks for. Fields that
    no visitor sees, such as tokens, have to be declared as well: a script may put anything into them.

    Violated: a field of a form on a mapped page for which the target names no element of section 1, and which does not
    say by its own `autocomplete` that it asks for one.

    Remedy: take the field out, or publish that this is collected and declare it: `forms: {/page: {field: element}}`.

    Source: GDPR Art. 5(1)(b), 5(1)(c) and 13(1); CCPA 1798.100(a); FTC Act Section 5; the policy's section 1.1.
    """
    undeclared = [field for field in asked_fields if not field.declared]
    if undeclared:
        raise Violation(
            promised="Forms ask only for what section 1 declares.",
            found="Asked for, and declared by nobody",
            offenders=undeclared,
            remedy="Take them out, or publish that this is collected and declare it under `forms:` of the target.",
            counts={"hidden": sum(field.hidden for field in undeclared)},
        )
