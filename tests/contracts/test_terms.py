"""`contracts/*.yaml`: what a file may say, and where it says what nobody can mean."""

from pathlib import Path

import pytest

from clausecheck.contracts.terms import Terms, load_terms, terms_of
from clausecheck.documents import load_schemas
from clausecheck.errors import PolicyError
from clausecheck.periods import Period
from clausecheck.targets import REGISTERS
from tests.project import ROOT

SCHEMAS = load_schemas(ROOT / "policy" / "schema")
WHY = "why: because it was agreed\n"


def loaded(folder: Path, **files: str) -> dict[str, Terms]:
    (folder / "contracts").mkdir()
    for name, text in files.items():
        (folder / "contracts" / f"{name}.yaml").write_text(WHY + text)
    return dict(load_terms(folder, SCHEMAS, REGISTERS))


def refused(folder: Path, **files: str) -> list[tuple[str, int, str]]:
    with pytest.raises(PolicyError) as raised:
        loaded(folder, **files)
    return [(Path(one.file).name, one.line, one.message) for one in raised.value.problems]


def test_a_project_without_the_folder_has_agreed_on_nothing(tmp_path: Path) -> None:
    assert load_terms(tmp_path, SCHEMAS, REGISTERS) == {}


def test_the_terms_of_this_project_are_sound() -> None:
    from clausecheck.policy import load_policy

    terms = load_terms(ROOT, SCHEMAS, {**REGISTERS, **load_policy(ROOT / "policy").categories})
    assert terms["every"].at_least_percent
    assert terms["consent_events"].newest_within == Period.parse("P1M")


def test_a_category_takes_its_own_volume_before_that_of_every_one(tmp_path: Path) -> None:
    terms = loaded(
        tmp_path,
        every="category: every\nvolume: {at_least_percent: 50}",
        people="category: people\nvolume: {at_least_percent: 90}",
        consent="category: consent_events\nfreshness: {role: effective_at, newest_within: P7D}",
    )
    assert terms_of("people", terms).at_least_percent == 90
    assert terms_of("campaigns", terms).at_least_percent == 50
    assert terms_of("consent_events", terms).at_least_percent == 50
    assert terms_of("consent_events", terms).fresh_by == "effective_at"
    assert terms_of("consent_events", {}).at_least_percent is None


def test_every_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        a="category: peple",
        b="category: consent_events\nfreshness: {role: effective, newest_within: P7D}\nwords: {status: [yes]}",
        c="category: every\nmay_dangle: {subject: everything does}",
        d="category: people\nvolume: {at_least_percent: 0}",
        e="category: campaigns",
        f="category: campaigns",
        g="category: suppressions\nfreshness: {role: since, newest_within: soon}",
    )
    told = {(file, line) for file, line, _ in found}
    assert told == {("a.yaml", 2), ("b.yaml", 3), ("b.yaml", 4), ("c.yaml", 3), ("d.yaml", 3), ("f.yaml", 2),
                    ("g.yaml", 3)}  # fmt: skip
    messages = " ".join(message for _, _, message in found)
    for phrase in ("did you mean 'people'", "did you mean 'effective_at'", "the words of status are fixed",
                   "campaigns has a contract already", "this file is for every one"):  # fmt: skip
        assert phrase in messages
