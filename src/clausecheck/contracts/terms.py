"""The terms of contracts that nothing can be derived from: `contracts/*.yaml`, one file a category."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.documents import Document, checked, did_you_mean
from clausecheck.errors import InputError, PolicyError, Problem
from clausecheck.model import Category
from clausecheck.periods import Period
from clausecheck.targets.registers import WORDS

FOLDER = "contracts"
SCHEMA = "contract.schema.json"
EVERY = "every"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one category's file says. Without `freshness` or `at_least_percent`, nothing is agreed on it."""

    category: str = EVERY
    fresh_by: str = ""
    newest_within: Period | None = None
    at_least_percent: int | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_dangle: Mapping[str, str] = field(default_factory=dict)
    file: str = ""


def load_terms(
    root: Path, schemas: Mapping[str, Mapping[str, Any]], categories: Mapping[str, Category]
) -> Mapping[str, Terms]:
    """Category -> its terms; none where the project has no such folder.

    `PolicyError` with every problem of every file, of which no two may be for one category.
    """
    found: list[Problem] = []
    terms: dict[str, Terms] = {}
    for path in sorted((root / FOLDER).glob("*.y*ml")):
        try:
            document = checked(path, schemas[SCHEMA], schemas)
        except InputError as error:
            found.extend(error.problems)
            continue
        found.extend(_problems(document, categories, terms))
        terms.setdefault(document.data["category"], _terms(document))
    if found:
        raise PolicyError(found)
    return terms


def terms_of(category: str, terms: Mapping[str, Terms]) -> Terms:
    """The terms of a category; its own volume, else that of `every`."""
    every = terms.get(EVERY, Terms())
    own = terms.get(category, Terms(category=category, file=every.file))
    if own.at_least_percent is None and every.at_least_percent is not None:
        return Terms(**{**vars(own), "at_least_percent": every.at_least_percent})
    return own


def _terms(document: Document) -> Terms:
    data = document.data
    freshness = data.get("freshness", {})
    return Terms(
        category=data["category"],
        fresh_by=freshness.get("role", ""),
        newest_within=Period.parse(freshness["newest_within"]) if freshness else None,
        at_least_percent=data.get("volume", {}).get("at_least_percent"),
        words={role: tuple(words) for role, words in data.get("words", {}).items()},
        may_dangle=dict(data.get("may_dangle", {})),
        file=document.file,
    )


def _problems(document: Document, categories: Mapping[str, Category], taken: Mapping[str, Terms]) -> Iterator[Problem]:
    name = document.data["category"]
    if name in taken:
        yield document.problem(f"{name} has a contract already, in {taken[name].file}", "category", at_value=True)
    elif name == EVERY:
        for key in ("freshness", "words", "may_dangle"):
            if key in document.data:
                yield document.problem("is about the roles of one category, and this file is for every one", key)
    elif name not in categories:
        message = f"no category is named {name!r}{did_you_mean(name, [*categories, EVERY])}"
        yield document.problem(message, "category", at_value=True)
    else:
        yield from _unknown_roles(document, categories[name])
        yield from _closed_words(document, name)


def _unknown_roles(document: Document, category: Category) -> Iterator[Problem]:
    known = (*category.required, *category.optional)
    freshness = document.data.get("freshness", {})
    named = [("words", role) for role in document.data.get("words", {})]
    named += [("may_dangle", role) for role in document.data.get("may_dangle", {})]
    named += [("freshness", "role")] if freshness else []
    for path in named:
        role = freshness["role"] if path == ("freshness", "role") else path[-1]
        if role not in known:
            message = f"{category.name} has no role {role!r}{did_you_mean(role, known)}"
            yield document.problem(message, *path, at_value=path == ("freshness", "role"))


def _closed_words(document: Document, category: str) -> Iterator[Problem]:
    for role in document.data.get("words", {}):
        if role in WORDS.get(category, {}):
            message = f"the words of {role} are fixed: {', '.join(WORDS[category][role])}"
            yield document.problem(message, "words", role)
