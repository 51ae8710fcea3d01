"""Checks a document against a JSON Schema, and says each problem where it stands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clausecheck.documents.conforming import conformed
from clausecheck.documents.document import Document
from clausecheck.documents.phrasing import phrased
from clausecheck.documents.reading import read
from clausecheck.documents.reasons import nearest, reason_of
from clausecheck.documents.schemas import Schemas
from clausecheck.documents.validator import validator_of
from clausecheck.errors import InputError, Problem


def checked(path: Path | str, schema: Mapping[str, Any], schemas: Schemas) -> Document:
    """The conformed document of a file; `InputError` with every problem of it."""
    document = read(path)
    found = problems(document, schema, schemas)
    if found:
        raise InputError(found)
    return conformed(document, schema, schemas)


def problems(document: Document, schema: Mapping[str, Any], schemas: Schemas) -> list[Problem]:
    """Everything that a schema has against the document, in the order of the file.

    `schemas` are the siblings that a `$ref` may name, by file name.
    """
    data = conformed(document, schema, schemas).data
    reasons = (reason_of(error) for error in validator_of(schema, schemas).iter_errors(data))
    found = {problem for reason in reasons for inner in nearest(reason) for problem in phrased(document, inner)}
    return sorted(found, key=lambda problem: (problem.line, problem.column, problem.key, problem.message))
