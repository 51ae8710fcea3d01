"""What no schema of one file can tell: whether the files of a policy agree with each other.

The files may be wrong in themselves: what has not the shape to be compared is passed over, since its schema has
told of it already.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from clausecheck.documents import Document, KeyPath, did_you_mean
from clausecheck.errors import Problem


def crosschecks(
    main: Document | None, sections: list[Document], beside: Mapping[str, Document | None], *, complete: bool
) -> Iterator[Problem]:
    """Every disagreement, with its place. Without `complete`, a section is missing, and no id is looked up."""
    yield from _order(sections)
    if main:
        yield from _time_zone(main)
        yield from _sections(main, sections)
    for document in sections:
        for path, terms in _obligations(document):
            if main:
                yield from _category(document, path, terms, mapping(main.data.get("categories")))
    yield from _collection(main)
    if complete:
        known = [clause["id"] for document in sections for _, clause in _clauses(document)]
        yield from _named(main, "collection", known)
        yield from _named(beside.get("crosswalk"), "clauses", known)
        for name in ("attestations", "waivers"):
            yield from _listed(beside.get(name), name, known)


def position(id_: str) -> tuple[tuple[int, int, str], ...]:
    """Where an id stands in a published text: 6, 6.a, 6.b, 6.1, 6.1.a, 10."""
    return tuple((1, int(part), "") if part.isdigit() else (0, len(part), part) for part in id_.split("."))


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def entries(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def _clauses(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, clause in enumerate(entries(document.data.get("clauses"))):
        if isinstance(mapping(clause).get("id"), str):
            yield index, clause


def _obligations(document: Document) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    for index, clause in enumerate(entries(document.data.get("clauses"))):
        for number, terms in enumerate(entries(mapping(clause).get("obligations"))):
            yield ("clauses", index, "obligations", number), mapping(terms)


def _number(document: Document) -> str:
    return str(mapping(document.data.get("section")).get("id", ""))


def _order(sections: list[Document]) -> Iterator[Problem]:
    """Ids are unique, rise, and belong to their section, whose own sentences come first."""
    seen: dict[str, str] = {}
    for document in sections:
        section, last = _number(document), ""
        for index, clause in _clauses(document):
            id_, at = clause["id"], ("clauses", index, "id")
            if wrong := _misplaced(id_, section, last, seen):
                yield document.problem(wrong, *at, at_value=True)
            seen.setdefault(id_, f"{document.file}:{document.line(*at)}")
            last = id_


def _misplaced(id_: str, section: str, last: str, seen: Mapping[str, str]) -> str:
    if id_ in seen:
        return f"clause {id_} stands twice: first in {seen[id_]}"
    if section and id_.partition(".")[0] != section:
        return f"clause {id_} does not belong to section {section}"
    if not last and section and id_ != section:
        return f"the section's own clause {section} comes first"
    return f"clause {id_} stands after {last}" if last and position(id_) < position(last) else ""


def _sections(main: Document, sections: list[Document]) -> Iterator[Problem]:
    numbered = [document for document in sections if _number(document).isdecimal()]
    for before, after in pairwise(numbered):
        if int(_number(after)) <= int(_number(before)):
            message = f"section {_number(after)} ({after.file}) is listed after section {_number(before)}"
            yield main.problem(message, "sections")


def _category(
    document: Document, path: KeyPath, terms: Mapping[str, Any], categories: Mapping[str, Any]
) -> Iterator[Problem]:
    name, anchor = terms.get("category"), terms.get("anchor")
    if not isinstance(name, str):
        return
    if name not in categories:
        message = f"{name!r} is no category of policy.yaml{did_you_mean(name, categories)}"
        yield document.problem(message, *path, "category", at_value=True)
        return
    category = mapping(categories[name])
    roles = [*entries(category.get("required")), *entries(category.get("optional"))]
    if isinstance(anchor, str) and anchor not in roles:
        message = f"{anchor!r} is no column role of {name}{did_you_mean(anchor, map(str, roles))}"
        yield document.problem(message, *path, "anchor", at_value=True)


def _time_zone(main: Document) -> Iterator[Problem]:
    name = main.data.get("time_zone")
    try:
        ZoneInfo(name if isinstance(name, str) else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"{name!r} is no time zone{did_you_mean(name, available_timezones())}"
        yield main.problem(message, "time_zone", at_value=True)


def _collection(main: Document | None) -> Iterator[Problem]:
    data = main.data if main else {}
    for id_, entry in mapping(data.get("collection")).items():
        name = mapping(entry).get("category", "")
        if main and name and name not in mapping(data.get("categories")):
            message = f"{name!r} is no category of this file{did_you_mean(name, mapping(data.get('categories')))}"
            yield main.problem(message, "collection", id_, "category", at_value=True)


def _named(document: Document | None, key: str, known: list[str]) -> Iterator[Problem]:
    """The keys of a mapping by clause."""
    for id_ in mapping(document.data.get(key)) if document else ():
        if document and id_ not in known:
            yield document.problem(f"the policy has no clause {id_}{did_you_mean(id_, known)}", key, id_)


def _listed(document: Document | None, name: str, known: list[str]) -> Iterator[Problem]:
    """The clauses that the entries of a list name."""
    for index, entry in enumerate(entries(document.data.get(name)) if document else ()):
        id_ = mapping(entry).get("clause")
        if document and isinstance(id_, str) and id_ not in known:
            message = f"the policy has no clause {id_}{did_you_mean(id_, known)}"
            yield document.problem(message, name, index, "clause", at_value=True)
