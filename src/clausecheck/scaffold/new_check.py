"""Writes the files that a new check consists of, or says everything that stands against them and writes nothing."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from clausecheck.check_files import check_file, check_files
from clausecheck.docs_tables import page
from clausecheck.policy import load_policy
from clausecheck.policy.obligations import OBLIGATIONS
from clausecheck.scaffold.asked import Asked, agreed


def new_check(root: Path, stem: str, clause: str, kind: str | None = None, topic: str | None = None) -> list[Path]:
    """Write check, scenarios and docs page of `stem` for the clause's obligation of `kind`; the files written.

    Without `kind` it is the one kind of the clause that no check judges yet; without `topic` it is the folder in
    which the checks of the clause's section lie. `CommandError` for a name that breaks the house rules,
    for a clause, kind or topic that is not there, and for whatever exists already.
    """
    clauses = load_policy(root / "policy").clauses
    asked = agreed(root, stem, clause, kind, topic, clauses=clauses, checks=check_files(root))
    written = [_written(path, text) for path, text in _texts(root, asked).items()]
    return [*written, _written(_page(root, stem), page(check_file(written[0]), clauses, root))]


def _texts(root: Path, asked: Asked) -> dict[Path, str]:
    """The check first, then its scenarios."""
    words = _words(asked)
    scenarios = root / "fixtures" / "scenarios" / asked.stem
    return {
        root / "checks" / asked.topic / f"test_{asked.stem}.py": _filled("check.py.txt", words),
        scenarios / "honoured.yaml": _filled("honoured.yaml.txt", words),
        scenarios / "violated.yaml": _filled("violated.yaml.txt", words),
    }


def _words(asked: Asked) -> dict[str, str]:
    obligation = OBLIGATIONS.get(asked.kind)
    return {
        "stem": asked.stem,
        "sentence": asked.stem.replace("_", " ").capitalize() + ".",
        "clause": asked.clause,
        "kind": asked.kind,
        "obligation": obligation.__name__ if obligation else "Obligation",
        "module": obligation.__module__ if obligation else "clausecheck.model",
    }


def _page(root: Path, stem: str) -> Path:
    return root / "docs" / "checks" / f"{stem}.md"


def _filled(template: str, words: Mapping[str, str]) -> str:
    text = files("clausecheck.scaffold").joinpath("templates", template).read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
