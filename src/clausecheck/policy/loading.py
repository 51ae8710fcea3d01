"""Loads a policy's folder: every file is read and checked, and every problem of every file is told at once.

`policy.yaml` names the section files; `crosswalk.yaml`, `attestations.yaml` and `waivers.yaml` may
be missing. The JSON Schemas lie in `schema/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.documents import Document, conformed, did_you_mean, load_schemas, problems, read
from clausecheck.errors import InputError, PolicyError, Problem
from clausecheck.model import Category, Section
from clausecheck.periods import Period
from clausecheck.policy.clauses import clauses_of
from clausecheck.policy.crosschecks import crosschecks, entries, mapping
from clausecheck.policy.model import Collected, Policy
from clausecheck.policy.tracking import with_necessary

_BESIDE = ("crosswalk", "attestations", "waivers")


@dataclass
class Folder:
    """A policy's files while they are read, and what is wrong with them so far."""

    path: Path
    schemas: Mapping[str, Mapping[str, Any]]
    found: list[Problem] = field(default_factory=list)

    def document(self, name: str, schema: str) -> Document | None:
        """The conformed document, None where it cannot be read. Its problems are noted, and it may have some."""
        try:
            document = read(self.path / name)
        except InputError as error:
            self.found.extend(error.problems)
            return None
        if schema not in self.schemas:
            self.found.append(Problem(message=f"there is no schema/{schema} to check it", file=document.file))
            return document
        self.found.extend(problems(document, self.schemas[schema], self.schemas))
        return conformed(document, self.schemas[schema], self.schemas)


def load_policy(folder: Path | str) -> Policy:
    """The policy that this folder holds; `PolicyError` with every problem of every file in it."""
    path = Path(folder)
    if not path.is_dir():
        raise PolicyError([Problem(message="there is no such folder; a policy is a folder", file=str(path))])
    try:
        files = Folder(path, load_schemas(path / "schema"))
    except InputError as error:
        raise PolicyError(error.problems) from None
    main = files.document("policy.yaml", "policy.schema.json")
    sections = [files.document(f"sections/{name}", "section.schema.json") for name in _section_files(files, main)]
    beside = {name: files.document(f"{name}.yaml", f"{name}.schema.json")
              for name in _BESIDE if (path / f"{name}.yaml").exists()}  # fmt: skip
    readable = [document for document in sections if document]
    files.found.extend(crosschecks(main, readable, beside, complete=len(readable) == len(sections)))
    if main is None or files.found:
        raise PolicyError(_sorted(files))
    policy = _built(files, main, readable, beside)
    if files.found:
        raise PolicyError(_sorted(files))
    return policy


def _sorted(files: Folder) -> list[Problem]:
    return sorted(set(files.found), key=lambda problem: (problem.file, problem.line, problem.column, problem.message))


def _built(files: Folder, main: Document, sections: list[Document], beside: Mapping[str, Document | None]) -> Policy:
    data, crosswalk = main.data, _data(beside.get("crosswalk"))
    provisions = crosswalk.get("clauses", {})
    return Policy(
        organisation=data["organisation"],
        title=data["title"],
        version=date.fromisoformat(data["version"]),
        time_zone=data["time_zone"],
        contacts=data["contacts"],
        sections=tuple(Section(**section.data["section"]) for section in sections),
        clauses=tuple(with_necessary(
            (clause for document in sections
             for clause in clauses_of(document, provisions, files.schemas, files.found)),
            mapping(data.get("tracking")),
        )),
        categories={name: _category(name, entry) for name, entry in data["categories"].items()},
        folder=files.path,
        schemas=files.schemas,
        collection={id_: Collected(**entry, line=main.line("collection", id_))
                    for id_, entry in data["collection"].items()},
        frameworks=crosswalk.get("frameworks", {}),
        attested_for=Period.parse(mapping(data.get("attestations")).get("longest", "P1Y")),
        language=data.get("language", "en"),
        evidence_kept=Period.parse(kept) if (kept := mapping(data.get("evidence")).get("retention")) else None,
        evidence_good_for=Period.parse(mapping(data.get("evidence")).get("good_for", "P1Y")),
    )  # fmt: skip


def _category(name: str, entry: Mapping[str, Any]) -> Category:
    roles = {"required": tuple(entry["required"]), "optional": tuple(entry.get("optional", ()))}
    return Category(name=name, noun=entry["noun"], **roles)


def _data(document: Document | None) -> dict[str, Any]:
    return dict(document.data) if document else {}


def _section_files(files: Folder, main: Document | None) -> list[str]:
    """The names that policy.yaml lists; a name without a file and a file without a name are problems."""
    present = [path.name for path in sorted((files.path / "sections").glob("*.y*ml"))]
    if main is None:
        return present
    listed = [name for name in entries(main.data.get("sections")) if isinstance(name, str)]
    for index, name in enumerate(listed):
        if name not in present:
            message = f"there is no file sections/{name}{did_you_mean(name, present)}"
            files.found.append(main.problem(message, "sections", index))
        elif name in listed[:index]:
            files.found.append(main.problem(f"sections/{name} is listed twice", "sections", index))
    for name in present:
        if name not in listed:
            message = f"does not list sections/{name}, whose promises nobody would read"
            files.found.append(main.problem(message, "sections"))
    return [name for name in dict.fromkeys((*listed, *present)) if name in present]
