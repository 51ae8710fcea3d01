"""What checks and connectors say, in every language of the reports: nothing lacks, nothing is stale, all of it fits."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from clausecheck.audit.judging import terms_of
from clausecheck.check_files import attested, check_files, not_yet
from clausecheck.documents import read
from clausecheck.facts import KINDS_OF_DATA
from clausecheck.model import ClauseResult, Outcome, Run
from clausecheck.policy import load_policy
from clausecheck.policy.obligations import OBLIGATIONS
from clausecheck.reports.html import render
from clausecheck.reports.language import DEFAULT, language, languages
from clausecheck.reports.pdf import page as paper
from clausecheck.reports.pieces import Piece, Whose, is_lacking
from clausecheck.reports.translation import SAID, Translation, translation
from clausecheck.targets.registers import REGISTERS
from fixtures.worlds.scenarios import all_scenarios
from fixtures.worlds.trying import tried
from tests.reports.left_in_english import english_in, left_of
from tests.reports.past import run_with_a_past
from tests.reports.said_in_source import HOLE, ROOT, SPEAKING, said_in_source
from tests.reports.sample import HOSTILE, finding, sample_run

OTHERS = [code for code in languages() if code != DEFAULT]
NEVER_SAID = Path(__file__).with_name("never_said.yaml")
FROM_SOURCE = ("sentences", "predicates")
TOGETHER = re.compile(rf"({re.escape(HOLE)})+")
GERMAN = translation("de")

in_each = pytest.mark.parametrize("code", OTHERS)


@cache
def catalogue(code: str) -> dict[str, dict[str, Any]]:
    """As the strict reader has it, which refuses a key that stands twice."""
    loaded: dict[str, dict[str, Any]] = read(SAID / f"{code}.yaml").data
    return loaded


def as_template(key: str) -> str:
    """A key of a catalogue as the source has it: every placeholder is the same."""
    parts = (literal + (HOLE if name is not None else "") for literal, name, _, _ in Formatter().parse(key))
    return TOGETHER.sub(HOLE, "".join(parts))


def placeholders(text: Any) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text.values())
    return {name for one in texts for _, name, _, _ in Formatter().parse(one) if name is not None}


@cache
def templates() -> dict[str, str]:
    return {TOGETHER.sub(HOLE, one): place for one, place in said_in_source().items()}


def never_said() -> set[str]:
    told = yaml.safe_load(NEVER_SAID.read_text(encoding="utf-8"))
    return {TOGETHER.sub(HOLE, one) for texts in told.values() for one in texts}


def told(pieces: tuple[Piece, ...]) -> str:
    return "".join(one.text for one in pieces)


@in_each
def test_every_sentence_in_the_source_is_in_the_catalogue(code: str) -> None:
    known = {as_template(key) for part in catalogue(code).values() for key in part} | never_said()
    lacking = [f"{place}: {template}" for template, place in templates().items() if template not in known]
    assert not lacking, (
        f"{SAID.name}/{code}.yaml lacks what these say; translate it there, or list in {NEVER_SAID.name} what no "
        "reader meets, and why:\n" + "\n".join(lacking)
    )


@in_each
def test_the_catalogue_has_nothing_that_nobody_says(code: str) -> None:
    said = templates()
    stale = [key for part in FROM_SOURCE for key in catalogue(code)[part] if as_template(key) not in said]
    assert not stale, f"nothing says this any more; take it out of {SAID.name}/{code}.yaml"
    assert not never_said() - said.keys(), f"nothing says this any more; take it out of {NEVER_SAID.name}"


@in_each
def test_what_checks_and_attestations_say_of_themselves_is_in_the_catalogue(code: str) -> None:
    texts = [text for one in check_files(ROOT) for text in (one.promise, " ".join(one.violated.split()))]
    texts += [text for one in attested(ROOT).values() for text in (one.statement, one.document)]
    texts += [one.waits_for for one in not_yet(ROOT).values()]
    lacking = [text for text in texts if is_lacking(translation(code).of(text))]
    assert not lacking, f"{SAID.name}/{code}.yaml lacks under checks:\n" + "\n".join(lacking)
    assert not catalogue(code)["checks"].keys() - set(texts), "no check says this any more"


@in_each
def test_every_noun_is_in_the_catalogue_in_both_forms(code: str) -> None:
    policy = load_policy(ROOT / "policy")
    nouns = {category.noun for category in (*REGISTERS.values(), *policy.categories.values())} | set(_nouns())
    nouns |= {name.replace("_", " ") for name in REGISTERS}
    known = translation(code)
    assert not {one for one in nouns for form in ("many", "of") if is_lacking(known.noun(one, form))}


def _nouns() -> Iterator[str]:
    """`noun="stores"` and `NOUN = "stores"` of the source."""
    for node in _nodes():
        match node:
            case ast.keyword(arg="noun", value=ast.Constant(value=str(noun))) if noun:
                yield noun
            case ast.Assign(targets=[ast.Name(id="NOUN" | "_NOUN")], value=ast.Constant(value=str(noun))):
                yield noun


@in_each
def test_every_name_of_a_count_is_in_the_catalogue(code: str) -> None:
    known = translation(code)
    assert not {name for name in _counts() | set(KINDS_OF_DATA) if is_lacking(known.spoken(name))}


def _counts() -> set[str]:
    """The keys of what the source gives as `counts=`, `excluded=` and `undecidable=`, or calls so."""
    named = {"counts", "excluded", "undecidable"}
    dicts = [
        node.value
        for node in _nodes()
        if (isinstance(node, ast.keyword) and node.arg in named)
        or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in named)
    ]
    keys = (key for one in dicts if isinstance(one, ast.Dict) for key in one.keys)
    return {key.value for key in keys if isinstance(key, ast.Constant) and key.value and not key.value.startswith("__")}


def _nodes() -> Iterator[ast.AST]:
    for name in SPEAKING:
        path = ROOT / name
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


@in_each
def test_every_term_of_the_policy_is_in_the_catalogue(code: str) -> None:
    policy, known = load_policy(ROOT / "policy"), translation(code)
    terms = {value for _, obligation in policy.obligations for value in terms_of(obligation).values()}
    untold = {value for value in terms if any(one.whose is not Whose.CATALOGUE for one in known.value(value))}
    assert not {value for value in untold if not re.fullmatch(r"P\d+[YMD]", value)}


def test_every_kind_of_obligation_has_a_heading() -> None:
    assert not {kind for kind in {*OBLIGATIONS, *attested(ROOT)} if f"kinds.{kind}" not in language(DEFAULT).texts}


@in_each
def test_placeholders_are_those_of_the_english(code: str) -> None:
    parts = catalogue(code)
    patterns = [(key, text) for name in parts if name not in ("counts", "values") for key, text in parts[name].items()]
    assert not [key for key, text in patterns if placeholders(key) != placeholders(text)]
    assert not [key for key, _ in patterns if any(re.search(r"\W", name) for name in placeholders(key))]


def test_every_other_language_has_a_catalogue_of_what_is_said() -> None:
    assert sorted(file.stem for file in SAID.glob("*.yaml")) == OTHERS


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Not as locked", "Nicht wie festgehalten"),
        ("not as locked.", "Nicht wie festgehalten."),
        ("1,234 more could not be decided.", "1,234 more could not be decided."),
        ("it covers 1,234 records and may excuse 2", "sie erfasst 1.234 Datensätze und darf 2 entschuldigen"),
        ("A backup is removed 5 years and 6 months after it was taken, at the latest.",
         "Eine Sicherung wird spätestens 5 Jahre und 6 Monate nach ihrer Anfertigung entfernt."),
        ("it expired on 2026-02-28", "sie ist am 28. Februar 2026 abgelaufen"),
        ("no answer within 0.5 s", "keine Antwort binnen 0,5 s"),
        ("crm lost the connection", "crm verlor die Verbindung"),
        ("3 stores could not be told (AWS answered AccessDenied)",
         "Speicher: 3 ließen sich nicht beurteilen (AWS antwortete: AccessDenied)"),
        ("geographic_location, ip_address could not be read (nothing was gathered)",
         "geographic_location, ip_address: nicht zu lesen (nichts wurde gesammelt)"),
        ("this run is not in the history: the history h.sqlite: the disk is full",
         "dieser Lauf steht nicht in der Historie: die Historie h.sqlite: der Datenträger ist voll"),
        ('page /privacy cannot be split: its "Last updated" is no date',
         "Seite /privacy lässt sich nicht gliedern: „Last updated“ nennt kein Datum"),
        ("the register is empty; add a dataset", "das Verzeichnis ist leer; fügen Sie einen Datenbestand hinzu"),
        ("Retry. Report it.", "Retry. Melden Sie dies."),
    ],
)  # fmt: skip
def test_a_sentence_is_told_with_what_it_holds(english: str, german: str) -> None:
    assert told(GERMAN.of(english)) == german


def test_what_the_catalogue_lacks_stays_english_and_says_so() -> None:
    assert GERMAN.of("Widgets are frobnicated.") == (Piece("Widgets are frobnicated.", Whose.ENGLISH),)
    within = GERMAN.of("Nobody could tell: the widget jammed.")
    assert within == (
        Piece("Niemand konnte es sagen: "), Piece("the widget jammed", Whose.ENGLISH), Piece("."),
    )  # fmt: skip
    unread = GERMAN.of("odd widgets could not be read (nothing was gathered)")
    assert unread[0] == Piece("odd widgets", Whose.ENGLISH)
    beside = GERMAN.of("add a dataset; frobnicate the widget")
    assert [one.whose for one in beside] == [Whose.CATALOGUE, Whose.ENGLISH]
    assert GERMAN.noun("widgets") == (Piece("widgets", Whose.ENGLISH),)
    assert GERMAN.value("widget_care") == (Piece("widget care", Whose.POLICY),)


def test_names_are_never_translated() -> None:
    assert told(GERMAN.of("rows of accounts could not be read (grant the role BYPASSRLS)")).startswith(
        "Zeilen von accounts: nicht zu lesen"
    )
    assert told(GERMAN.of("dataset records does not tell when somebody left")).startswith("Datenbestand records sagt")


def test_words_of_people_are_told_apart() -> None:
    statement = "Bescheinigt von der Rolle dpo am 1. März 2026, gültig bis 1. März 2027: "
    pieces = GERMAN.of(
        "Attested by the role dpo on 2026-03-01, until 2027-03-01: All is well. Document: audit.pdf. "
        "No program saw it: Nobody could tell: nothing was gathered."
    )
    assert pieces[:2] == (Piece(statement), Piece("All is well.", Whose.POLICY))
    assert not is_lacking(pieces)


def test_nouns_have_the_form_that_the_text_asks_for() -> None:
    assert told(GERMAN.noun("stores")) == "Speicher"
    assert told(GERMAN.noun("stores", "of")) == "Speichern"
    people = "people who administer 3 systems with 1,024 accounts"
    assert told(GERMAN.noun(people, "of")) == "Menschen, die 3 Systeme mit 1.024 Konten administrieren"
    unmapped = "2 of 17 stores are not mapped: bucket old, bucket new"
    assert told(GERMAN.of(unmapped)) == "2 von 17 Speichern sind nicht zugeordnet: Bucket old, Bucket new"
    assert told(GERMAN.of(unmapped.replace("2 of", "1 of"))).startswith("1 von 17 Speichern ist nicht zugeordnet")


def test_english_is_told_as_it_is() -> None:
    english = translation(DEFAULT)
    assert english.of("Anything `at all`.") == (Piece("Anything `at all`."),)
    assert told(english.spoken("after_opt_out")) == "After opt out"
    assert told(english.noun("stores", "of")) == "stores"


def test_language_without_a_catalogue_of_what_is_said_leaves_it_in_english() -> None:
    bare = Translation(language("de"), {})
    assert bare.of("Not as locked") == (Piece("Not as locked", Whose.ENGLISH),)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody could tell: " * 600 + "x", "a: " * 5000, "x of y in z " * 2000, "(" * 9000, "; ".join(["a b"] * 400),
        "1 of 2 stores are not mapped: " + ", ".join(f"bucket {one}" for one in range(3000)), *HOSTILE, "", " ", "{}",
    ],
)  # fmt: skip
def test_no_text_of_a_foreign_system_is_too_much(text: str) -> None:
    assert told(Translation(language("de"), catalogue("de")).of(text)).strip() or not text.strip()


def test_page_in_german_says_no_english_but_what_it_marks() -> None:
    sample = sample_run(organisation="Beispiel", language="de")
    assert not english_in(render(replace(run_with_a_past(), organisation="Beispiel", language="de")))
    assert not english_in(render(sample))
    assert not english_in(paper(sample))


def test_reader_of_pages_finds_english() -> None:
    page = '<p title="who is it">Nur <b lang="en">the English</b> ist <bdi>the name</bdi> of <i>and</i> hier</p>'
    assert english_in(page) == ["who is it", "of", "and"]


def test_names_that_attack_a_page_are_harmless_in_german() -> None:
    page = render(sample_run(language="de"))
    assert not [one for one in HOSTILE[:1] if one in page]
    assert not {letter for letter in page if not letter.isprintable() and letter != "\n"}


STAGED = (
    "records_leave_on_time", "erased_people_are_gone", "disclosures_have_a_ground", "everything_in_scope_is_mapped",
)  # fmt: skip


def test_page_of_scenarios_in_german_says_no_english_but_what_it_marks(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    run = _run_of_scenarios(tmp_path_factory)
    assert len({one.outcome for one in run.findings}) >= 3
    left = {text for one in run.findings for text in left_of(one, "de")}
    assert not left
    assert not english_in(render(run))


def _run_of_scenarios(folders: pytest.TempPathFactory) -> Run:
    """A violated, an honoured and an unverified finding of several checks, each from its world in SQLite."""
    policy = load_policy(ROOT / "policy")
    chosen = {
        (one.stem, one.expect["outcome"]): one
        for one in all_scenarios()
        if one.stem in STAGED and "sqlite" in one.databases
    }
    findings = [tried(one, sql="sqlite", folder=folders.mktemp("w"), policy=policy) for one in chosen.values()]
    clauses = tuple(
        ClauseResult(clause=clause, findings=tuple(one for one in findings if one.clause == clause.id))
        for clause in policy.clauses
        if any(one.clause == clause.id for one in findings)
    )
    return sample_run(clauses=clauses, sections=policy.sections, organisation="Beispiel", language="de", acceptances=())


def test_text_left_in_english_is_found() -> None:
    odd = finding("6.c", Outcome.UNVERIFIED, "Nobody could tell: the widget jammed.", noun="widgets", how="no luck.")
    assert left_of(odd, "de") == ["no luck.", "Niemand konnte es sagen: the widget jammed.", "widgets", "widgets"]
