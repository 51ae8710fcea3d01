import shutil
from pathlib import Path

import pytest

from clausecheck.check_files import Attested, CheckFile, NotYet
from clausecheck.docs_tables import BEGIN, END, clause_table, generate, registers_page, stale
from clausecheck.errors import InputError
from clausecheck.model import Basis, Category, Clause, Obligation, Severity
from clausecheck.targets.registers import REGISTERS

ROOT = Path(__file__).parents[1]


def clause(number: str, *kinds: str, informative: str = "") -> Clause:
    obligations = tuple(Obligation(kind=kind, basis=Basis.PUBLISHED) for kind in kinds)
    return Clause(
        id=number,
        title=f"Title of {number}",
        promise="",
        severity=Severity.HIGH,
        owner="dpo",
        obligations=obligations,
        informative=informative,
    )


def check(stem: str, kind: str) -> CheckFile:
    return CheckFile(
        stem=stem, topic="t", kind=kind, promise="", why="", violated="", remedy="", source="", path=Path()
    )


def test_the_table_says_of_each_clause_how_it_is_verified() -> None:
    clauses = (
        clause("4", informative="a | heading"),
        clause("4.1.c", "mfa", "mfa", "drill"),
        clause("4.1.d", "review"),
        clause("5", "unknown"),
    )
    waiting = {"drill": NotYet(check="drills_are_held", waits_for="A register.")}
    stated = {"review": Attested(statement="It was reviewed.", document="The report.")}
    table, _, waits = clause_table(clauses, (check("uses_mfa", "mfa"),), waiting, stated).partition("\n\n")
    assert table.splitlines()[2:] == [
        "| 4 | Title of 4 | informative: a \\| heading |",
        "| 4.1.c | Title of 4.1.c | [`uses_mfa`](docs/checks/uses_mfa.md)<br>not yet: `drills_are_held` |",
        "| 4.1.d | Title of 4.1.d | attested: It was reviewed. |",
        "| 5 | Title of 5 | not yet: no check of `unknown` is planned |",
    ]
    assert waits.splitlines()[-1] == "| `drills_are_held` | A register. |"


def test_where_nothing_waits_the_table_ends_with_the_clauses() -> None:
    table = clause_table((), (), {}, {})
    assert table == "| clause | title | how it is verified |\n|---|---|---|\n"


def test_every_register_stands_once_with_its_roles_and_their_words() -> None:
    kept = Category(name="kept_records", noun="records", required=("key",), optional=("hold", "subject"))
    rows = [line for line in registers_page({"kept_records": kept}).splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == ["kept_records", *REGISTERS]
    assert rows[0] == "| `kept_records` | key, [hold, subject] |  |"
    assert "| `campaigns` | key, class, [message_class] | class: marketing, service, transactional |" in rows


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What the generated pages are made from, in a folder of its own."""
    for part in ("policy", "checks", "fixtures/scenarios"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "README.md").write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    return tmp_path


def test_generating_writes_nothing_and_keeps_what_is_around_the_table(project: Path) -> None:
    before = sorted(project.rglob("*"))
    readme = generate(project)[project / "README.md"]
    assert sorted(project.rglob("*")) == before
    assert readme.startswith(f"before\n{BEGIN}\n| clause |")
    assert readme.endswith(f"{END}\nafter\n")
    assert f"{BEGIN}\nold" not in readme
    assert readme.partition("###")[0].count("\n| ") == 1 + 121


def test_what_was_generated_is_current_until_something_changes(project: Path) -> None:
    for path, text in generate(project).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert stale(project) == []
    (project / "README.md").write_text(f"{BEGIN}\n{END}")
    orphan = project / "docs" / "checks" / "gone.md"
    orphan.write_text("")
    assert stale(project) == [project / "README.md", orphan]


def test_a_readme_without_the_markers_is_refused(project: Path) -> None:
    (project / "README.md").write_text("nothing")
    with pytest.raises(InputError, match="lacks the lines"):
        generate(project)
