"""`clausecheck policy show`, `lint` and `lock`, as command lines."""

import json
import shutil

import pytest

from tests.project import ROOT, Project

TEXT = """\
Privacy Policy
Last updated: March 15, 2024
1. Collection
We collect this:
- Names, and more
- Addresses
2. Keeping
We keep it for 5 years.
"""
CHANGED = TEXT.replace("5 years", "6 years").replace("- Addresses\n", "") + "3. New\nSomething new.\n"


@pytest.fixture
def published(project: Project) -> Project:
    (project.folder / "published.txt").write_text(TEXT)
    assert project.told("policy", "lock", "--from", "published.txt").code == 0
    return project


def test_show_prints_the_policy_in_its_order(project: Project) -> None:
    told = project.told("policy", "show", "--json")
    assert told.code == 0
    clauses = json.loads(told.out)["clauses"]
    assert len(clauses) == 121
    assert [one["id"] for one in clauses][:3] == ["1", "1.1", "1.1.a"]
    (kept,) = (one for one in clauses if one["id"] == "6.c")
    assert kept["obligations"][0]["kind"] == "retention"
    assert kept["obligations"][0]["period"] == "P5Y"
    assert project.told("policy", "show", "6.c").out.count("Communication records") == 1


def test_show_and_lint_refuse_what_is_wrong(project: Project) -> None:
    unknown = project.told("policy", "show", "99")
    assert (unknown.code, unknown.out) == (3, "")
    assert "no clause '99'" in unknown.err
    project.changed("policy/sections/06-how-long-we-keep-it.yaml", "period: P5Y", "period: 5 yeers")
    for command in (("show",), ("lint",), ("show", "--json")):
        told = project.told("policy", *command)
        assert (told.code, told.out) == (3, "")
        assert "5 yeers" in told.err


def test_lint_warns_and_asks_without_failing(project: Project) -> None:
    told = project.told("policy", "lint")
    assert told.code == 0
    assert "4.1.a: strong word: " in told.out
    assert "no period: " in told.out
    assert "06-how-long-we-keep-it.yaml:" in told.out


def test_lock_agrees_with_what_it_was_made_from(published: Project) -> None:
    told = published.told("policy", "lock", "--from", "published.txt", "--check")
    assert told.code == 0
    assert "agree" in told.out


def test_lock_names_each_clause_that_changed_appeared_or_went(published: Project) -> None:
    before = (published.folder / "policy" / "published.lock").read_text()
    (published.folder / "published.txt").write_text(CHANGED)
    told = published.told("policy", "lock", "--from", "published.txt", "--check")
    assert told.code == 1
    for clause, word in (("2", "changed"), ("3", "appeared"), ("1.b", "gone")):
        assert any(clause in line and word in line for line in told.out.splitlines()), (clause, told.out)
    assert (published.folder / "policy" / "published.lock").read_text() == before


@pytest.mark.parametrize("source", ["none.txt", "crm.db", "empty.txt", "http://127.0.0.1:1/policy"])
def test_lock_refuses_a_text_that_cannot_be_read_or_split(published: Project, source: str) -> None:
    (published.folder / "empty.txt").write_text("nothing numbered here\n")
    before = (published.folder / "policy" / "published.lock").read_text()
    for more in ((), ("--check",)):
        told = published.told("policy", "lock", "--from", source, *more)
        assert told.code == 3, told
        assert told.err
        assert "Traceback" not in told.err
    assert (published.folder / "policy" / "published.lock").read_text() == before


def test_lock_has_nothing_to_compare_with(project: Project) -> None:
    (project.folder / "published.txt").write_text(TEXT)
    (project.folder / "policy" / "published.lock").unlink(missing_ok=True)
    told = project.told("policy", "lock", "--from", "published.txt", "--check")
    assert told.code == 3
    assert "there is no policy/published.lock" in told.err


def test_docs_are_written_and_compared(project: Project) -> None:
    for part in ("docs", "fixtures/scenarios"):
        shutil.copytree(ROOT / part, project.folder / part)
    shutil.copy(ROOT / "README.md", project.folder / "README.md")
    project.told("docs")
    assert project.told("docs", "--check").code == 0
    page = project.folder / "docs" / "checks" / "records_leave_on_time.md"
    page.write_text("stale")
    told = project.told("docs", "--check")
    assert told.code == 1
    assert "docs/checks/records_leave_on_time.md" in told.out
    assert page.read_text() == "stale"
    assert project.told("docs").code == 0
    assert page.read_text() != "stale"


def test_export_writes_a_catalogue_and_a_profile(project: Project) -> None:
    told = project.told("policy", "export", "--format", "oscal", "governance")
    assert (told.code, told.out) == (
        0,
        "written: governance/oscal-catalog.json\nwritten: governance/oscal-profile.json\n",
    )
    catalog = json.loads((project.folder / "governance" / "oscal-catalog.json").read_text())["catalog"]
    assert len([control for group in catalog["groups"] for control in group["controls"]]) == 121
    (project.folder / "taken").touch()
    assert project.told("policy", "export", "taken").code == 3
