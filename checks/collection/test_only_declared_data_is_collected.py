"""Clauses 1 and 1.1.a to 1.2.j: what is collected is what the policy says, in the columns that say so."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import KINDS_OF_DATA, Column, Population
from clausecheck.policy.obligations.collection import DeclaredCollection


@pytest.mark.obligation("declared_collection")
def test_only_declared_data_is_collected(obligation: DeclaredCollection, columns: Population[Column]) -> None:
    """Every column of every database is declared, and holds nothing but what it is declared to hold.

    A list of what is collected is worth nothing if a new column, a note or a JSON document quietly adds to it. The
    columns are those that each database lists itself, in every table and view of every schema that the auditing role
    sees. Text and JSON are read in full, and e-mail addresses, phone numbers, IP addresses, payment cards, bank
    accounts, national ids and credentials are recognised in them; only counts leave. What people write in support
    requests, consultation notes and feedback may name an address or a number to reach them by, and never a card, an
    account, a national id or a password. An identifier is not read, as its digits mean nothing, and a credential is
    not read at all; numbers, dates and binary data are judged by how they are declared and called. Names of people
    and postal addresses cannot be told from other words and are not looked for.

    A clause that names kinds of data is judged in the columns that are declared as one of them and, where the kind can
    be recognised, in every text. Where the target declares no column as any of them, nobody can tell.

    Violated: no role and no entry under `columns:` declares a column, or a column holds a kind of personal data that
    its declaration does not cover.

    Remedy: stop collecting what the policy does not name, or declare the column for what it is, and let the policy say
    so first.

    Source: GDPR Art. 5(1)(b), 5(1)(c), 13(1) and 30(1)(c); CCPA 1798.100(a); FTC Act s. 5.
    """
    undeclared = [] if obligation.elements else [column for column in columns if not column.declared]
    strays = [column for column in columns if column.holds_undeclared(obligation.elements)]
    offenders = [*undeclared, *(column for column in strays if column not in undeclared)]
    if offenders:
        counts = {"undeclared": len(undeclared), "holding_undeclared_data": len(strays)}
        for kind, element in KINDS_OF_DATA.items():
            if not obligation.elements or element in obligation.elements:
                counts[kind] = sum(column.strays.get(kind, 0) for column in strays)
        raise Violation(
            promised="Nothing is collected but what the policy declares, where it is declared.",
            found="Not declared, or holding personal data that their declaration does not cover",
            offenders=offenders,
            remedy="Stop collecting it, or declare each column in the target for what it holds.",
            counts=counts,
        )
