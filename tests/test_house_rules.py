"""The rules of this house that a program can keep: for each check, its scenarios, its proof and its page."""

import ast
import hashlib
import json
import statistics
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from clausecheck.check_files import attested, check_file, not_yet
from clausecheck.coverage import ledger, ratchet
from clausecheck.docs_tables import stale
from clausecheck.documents import read
from clausecheck.model import Obligation
from clausecheck.policy import load_policy
from clausecheck.policy.lock import fingerprint
from clausecheck.policy.obligations import OBLIGATIONS

ROOT = Path(__file__).parents[1]
CHECKS = sorted((ROOT / "checks").rglob("test_*.py"))
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAY_IMPORT = {
    "collections.abc", "dataclasses", "datetime", "pytest", "typing", "clausecheck.errors", "clausecheck.facts",
    "clausecheck.model", "clausecheck.periods",
}  # fmt: skip
NO_PROMISE = ("verify_", "ensure_", "validate_")
NO_NAME = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

each_check = pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem.removeprefix("test_"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def scenarios(stem: str) -> list[Path]:
    return sorted((ROOT / "fixtures" / "scenarios" / stem).glob("*.yaml"))


def kinds_of_the_schema() -> set[str]:
    schema = json.loads((ROOT / "policy" / "schema" / "obligations.schema.json").read_text(encoding="utf-8"))
    return set(schema["$defs"]["kinds"])


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or "."


def shown(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_there_are_checks() -> None:
    assert CHECKS
    assert all(path.parent.parent == ROOT / "checks" for path in CHECKS), "it lies at checks/<topic>/test_<stem>.py"


@each_check
def test_a_check_is_one_promise(path: Path) -> None:
    public = [node.name for node in tree(path).body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
    assert public == [path.stem]
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef | ast.AsyncFunctionDef)]
    assert not path.stem.removeprefix("test_").startswith(NO_PROMISE)


@each_check
def test_a_check_judges_a_kind_that_policy_and_engine_know(path: Path) -> None:
    kind = check_file(path).kind
    assert kind in kinds_of_the_schema()
    assert kind in OBLIGATIONS, f"{kind} has no dataclass in clausecheck.policy.obligations"


def test_a_kind_has_one_check() -> None:
    kinds = [check_file(path).kind for path in CHECKS]
    assert len(kinds) == len(set(kinds))


@each_check
def test_a_check_tells_promise_reason_violation_remedy_and_source(path: Path) -> None:
    check = check_file(path)
    assert check.promise.endswith("."), "line one of the docstring is the promise, a sentence"
    lacking = [part for part in ("why", "violated", "remedy", "source") if not getattr(check, part)]
    assert not lacking, f"the docstring of {path.name} lacks: {', '.join(lacking)}"


@each_check
def test_a_check_only_judges(path: Path) -> None:
    others = {name for name in imported(path) if not name.startswith("clausecheck.policy.obligations.")}
    assert not others - MAY_IMPORT, "a check imports no connector, no vendor's SDK and no I/O"
    refused = ast.Try | ast.With | ast.AsyncWith | ast.Await | ast.Global
    nodes = list(ast.walk(tree(path)))
    assert not [type(node).__name__ for node in nodes if isinstance(node, refused)]
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "exec", "eval", "getattr", "setattr"}
    clocks = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & {"now", "today", "utcnow"}
    assert not clocks, "the moment judged is the audit's, not the machine's"


@each_check
def test_a_check_has_scenarios_of_both_kinds_and_at_its_boundaries(path: Path) -> None:
    check = check_file(path)
    found = [read(file).data for file in scenarios(check.stem)]
    outcomes = [scenario["expect"]["outcome"] for scenario in found]
    failing = "unverified" if OBLIGATIONS[check.kind].QUESTION else "violated"
    assert {"honoured", failing} <= set(outcomes), f"fixtures/scenarios/{check.stem} has only {set(outcomes)}"
    assert failing == "violated" or "violated" not in outcomes, "what only asks is never violated"
    nameless = [scenario["scenario"] for scenario in found if not scenario.get("rigour")]
    assert not nameless, f"scenarios that name no statement of rigour: {nameless}"
    assert len(found) > 2, "one scenario at each boundary, besides the plain two"


def test_no_scenarios_without_a_check() -> None:
    folders = {path.name for path in (ROOT / "fixtures" / "scenarios").iterdir() if path.is_dir()}
    assert folders == {path.stem.removeprefix("test_") for path in CHECKS}


def test_every_kind_of_the_policy_has_a_check_or_is_listed_as_not_yet() -> None:
    checks = [check_file(path) for path in CHECKS]
    clauses = load_policy(ROOT / "policy").clauses
    kinds = {obligation.kind for clause in clauses for obligation in clause.obligations}
    waiting, stated = not_yet(ROOT), set(attested(ROOT))
    assert not stated & set(waiting)
    assert set(waiting) | stated == kinds - {check.kind for check in checks}, "checks/not_yet.yaml is not what lacks"
    assert not {planned.check for planned in waiting.values()} & {check.stem for check in checks}


def test_the_coverage_is_what_it_once_was_or_more_and_is_written_down() -> None:
    assert ledger(ROOT).share == ratchet(ROOT), "run `clausecheck coverage --ratchet`; it may only rise"


def test_every_proof_is_current() -> None:
    proven = json.loads((ROOT / "fixtures" / "proven.json").read_text(encoding="utf-8"))
    now = {path.stem.removeprefix("test_"): proof_of(path) for path in CHECKS}
    old = [stem for stem, proof in now.items() if proven.get(stem) != proof]
    assert not old, "see it fail: `CLAUSECHECK_WRITE_PROVEN=1 pytest tests/test_scenarios.py`"
    assert sorted(proven) == sorted(now)


def proof_of(path: Path) -> dict[str, object]:
    """What `fixtures/proven.json` has to say of a check that was seen to fail in these very scenarios."""
    found = scenarios(path.stem.removeprefix("test_"))
    return {"check": digest(path), "failed": True, "scenarios": {file.name: digest(file) for file in found}}


def test_no_term_of_an_obligation_is_unread() -> None:
    rows = [path for path in SOURCES if "records" in path.relative_to(ROOT).parts]
    asking = [path for path in SOURCES if "audit" in path.relative_to(ROOT).parts]
    by_rows = {node.attr for path in rows for node in attributes(path)}
    asked = {node.attr for path in [*CHECKS, *asking] for node in attributes(path) if of_an_obligation(node)}
    common = {field.name for field in fields(Obligation)}
    own = {(name, field.name) for name, kind in OBLIGATIONS.items() for field in fields(kind)}
    assert not sorted((name, term) for name, term in own if term not in common | by_rows | asked)


def attributes(path: Path) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))


def of_an_obligation(node: ast.Attribute) -> bool:
    """`obligation.period`, and `….obligation.period`: not the attribute of a fact that has the same name."""
    return "obligation" in {getattr(node.value, "id", ""), getattr(node.value, "attr", "")}


def test_no_policy_text_is_the_published_sentence() -> None:
    """Only fingerprints of the published text are here; a promise that has one of them was copied."""
    lock = (ROOT / "policy" / "published.lock").read_text(encoding="utf-8")
    clauses = load_policy(ROOT / "policy").clauses
    copied = [c.id for c in clauses for text in (c.promise, c.title) if fingerprint(text) in lock]
    assert not copied


def test_generated_pages_are_current() -> None:
    assert not shown(stale(ROOT)), "run `clausecheck docs`"


def test_no_broad_except_forgets() -> None:
    """It raises again, or it uses the error: in a finding, an unreadable entry or a reason."""
    places = (ROOT / name for name in ("src", "checks", "fixtures", "benchmarks"))
    forgetful = [
        f"{path.relative_to(ROOT)}:{handler.lineno}"
        for path in (file for place in places for file in place.rglob("*.py"))
        for handler in ast.walk(tree(path))
        if isinstance(handler, ast.ExceptHandler) and is_broad(handler) and not remembers(handler)
    ]
    assert not forgetful


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    named = {one.id for one in caught if isinstance(one, ast.Name)}
    return handler.type is None or not named.isdisjoint({"Exception", "BaseException"})


def remembers(handler: ast.ExceptHandler) -> bool:
    inside = [node for statement in handler.body for node in ast.walk(statement)]
    used = any(isinstance(node, ast.Name) and node.id == handler.name for node in inside)
    return used or any(isinstance(node, ast.Raise) for node in inside)


def test_nothing_is_left_to_be_filled_in() -> None:
    words = tuple("".join(parts) for parts in (("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("FILL", " IN")))
    places = ("src", "checks", "fixtures", "tests", "policy", "targets", "docs")
    files = [path for place in places for path in (ROOT / place).rglob("*") if path.suffix in {".py", ".yaml", ".md"}]
    left = [path for path in files if any(word in path.read_text(encoding="utf-8") for word in words)]
    assert not shown([path for path in left if path != Path(__file__) and "scaffold" not in path.parts])


def test_names_are_words_of_the_design() -> None:
    assert not shown([path for path in SOURCES if path.stem in NO_NAME])
    named = [f"{path.name}: {f.name}" for path in [*SOURCES, *CHECKS] for f in functions(path)]
    assert not [name for name in named if name.partition(": ")[2].lstrip("_").startswith(NO_PROMISE)]


def test_rooms_are_small() -> None:
    files = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    lengths = [f.end_lineno - f.lineno + 1 for path in SOURCES for f in functions(path) if f.end_lineno]
    assert statistics.median(files.values()) <= 110
    assert statistics.median(lengths) <= 10
    assert not {name: lines for name, lines in files.items() if lines > 320}
    assert max(lengths) <= 60


def test_facts_and_words_are_frozen() -> None:
    places = [*(ROOT / "src" / "clausecheck" / "facts").glob("*.py"), *(ROOT / "src/clausecheck/model").glob("*.py")]
    places += [*(ROOT / "src/clausecheck/policy/obligations").glob("*.py"), ROOT / "src/clausecheck/targets/model.py"]
    classes = [node for path in places for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    declared = [(node.name, d) for node in classes for d in node.decorator_list if isinstance(d, ast.Call)]
    assert declared
    for name, decorator in declared:
        said = {keyword.arg for keyword in decorator.keywords}
        assert {"frozen", "kw_only"} <= said, f"{name} is not frozen and keyword-only"
