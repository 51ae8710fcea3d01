"""Strict YAML with places, checked against JSON Schema.

`read` takes one file apart and says everything that is wrong with it; `problems` checks it against a schema;
`checked` does both. A plain `NO`, `1.10`, `2024-03-15` or `12:30` stays the text that was written.
"""

from clausecheck.documents.checking import checked, problems
from clausecheck.documents.conforming import conformed
from clausecheck.documents.document import Document, KeyPath, dotted
from clausecheck.documents.printing import printable
from clausecheck.documents.reading import read
from clausecheck.documents.schemas import load_schemas
from clausecheck.documents.words import did_you_mean, is_secret, nearest

__all__ = [
    "Document", "KeyPath", "checked", "conformed", "did_you_mean", "dotted", "is_secret", "load_schemas", "nearest",
    "printable", "problems", "read",
]  # fmt: skip
