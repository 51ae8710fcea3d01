from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.errors import PolicyError
from clausecheck.policy import Policy, load_policy
from clausecheck.policy.lint import LOCK_NAME, lint
from clausecheck.policy.questions import page, render
from clausecheck.policy.remarks import Remark, RemarkKind
from clausecheck.policy.words_of_promise import strong_words

REPOSITORY = Path(__file__).parents[2]
RETENTION = "{kind: retention, category: communication_records, period: P5Y, anchor: recorded_at, basis: published}"

Changed = Callable[..., Policy]


@pytest.fixture
def changed(folder: Path) -> Changed:
    def load(*changes: tuple[str, str]) -> Policy:
        for old, new in changes:
            found = [file for file in folder.rglob("*.yaml") if old in file.read_text()]
            assert found, old
            found[0].write_text(found[0].read_text().replace(old, new, 1))
        return load_policy(folder)

    return load


def said(policy: Policy, kind: RemarkKind) -> list[str]:
    return [f"{remark.clause}: {remark.message}" for remark in lint(policy) if remark.kind is kind]


def test_a_kind_that_nobody_reads_is_told_and_asks_nobody(changed: Changed) -> None:
    remarks = [remark for remark in lint(changed()) if remark.kind is RemarkKind.UNREAD]
    assert [(remark.clause, remark.message, remark.question) for remark in remarks] == [
        ("6.a", "no check reads data_centre_report yet", "")
    ]
    assert remarks[0].line == 12
    assert str(remarks[0]).endswith("06-keep.yaml:12: 6.a: unread: no check reads data_centre_report yet")


def test_a_term_that_its_check_does_not_read_is_told(changed: Changed) -> None:
    reads = {
        "retention": frozenset({"category", "period"}),
        "backup_expiry": frozenset({"expires_within"}),
        "data_centre_report": frozenset({"covers", "interval"}),
    }
    messages = [remark.message for remark in lint(changed(), reads=reads) if remark.kind is RemarkKind.UNREAD]
    assert messages == ["no check reads declared_collection yet", "no check reads anchor of retention"]


def test_a_planned_check_is_named(changed: Changed) -> None:
    remarks = lint(changed(), planned={"data_centre_report": "data_centres_are_guarded"})
    messages = [remark.message for remark in remarks if remark.kind is RemarkKind.UNREAD]
    assert messages[-1] == "no check reads data_centre_report yet; data_centres_are_guarded will"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1.1.a: {category: communication_records}", "1.1.a: {none: The text is silent.}", "The text is silent."),
        ("1.1.a: {category: communication_records}", "1.1.a: {category: marketing_data}", "it is kept as market"),
        ("collection:\n  1.1.a: {category: communication_records}", "collection: {}", "policy.yaml does not say under"),
    ],
)  # fmt: skip
def test_what_is_collected_without_a_period_is_asked_about(changed: Changed, old: str, new: str, message: str) -> None:
    (found,) = [remark for remark in lint(changed((old, new))) if remark.kind is RemarkKind.NO_PERIOD]
    assert found.clause == "1.1.a"
    assert found.message.startswith(message)
    assert "How long is it kept (requests for support)" in found.question


def test_marketing_removal_is_a_period(changed: Changed) -> None:
    removal = "{kind: marketing_removal, removed_within: P1M, basis: company, approved_by: dpo}"
    policy = changed(
        (RETENTION, removal), ("1.1.a: {category: communication_records}", "1.1.a: {category: marketing_data}")
    )
    assert said(policy, RemarkKind.NO_PERIOD) == []


def test_promises_that_agree_are_left_alone(changed: Changed) -> None:
    assert said(changed(), RemarkKind.CONTRADICTION) == []


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("{kind: marketing_removal, removed_within: P1M, basis: company, approved_by: dpo}",
         "6.a: backups are kept for 35 days, longer than deletion may take under 6.a (1 month)"),
        (RETENTION.replace("P5Y", "P4Y"), "6.a: retention is 4 years here and 5 years in 6.a"),
        (RETENTION.replace("retention", "minimum_retention"),
         "6.a: communication records stay for at least 5 years, and for at most 5 years by the same clause"),
        ("{kind: log_expiry, period: P6Y, basis: published}",
         "6.a: log expiry takes 6 years, the records stay 5 years"),
    ],
)  # fmt: skip
def test_each_contradiction_has_its_sentence(changed: Changed, added: str, message: str) -> None:
    policy = changed((f"- {RETENTION}", f"- {RETENTION}\n      - {added}"))
    assert said(policy, RemarkKind.CONTRADICTION) == [message]


def test_what_has_to_stay_and_may_be_erased_is_found(changed: Changed) -> None:
    stay = RETENTION.replace("retention", "minimum_retention").replace("P5Y", "P4Y")
    erasure = "{kind: erasure, exceptions: [legal_hold], basis: law, source: GDPR Art. 17}"
    policy = changed((f"- {RETENTION}", f"- {RETENTION}\n      - {stay}\n      - {erasure}"))
    assert said(policy, RemarkKind.CONTRADICTION) == [
        "6.a: it excepts no communication records, which 6.a says have to be kept"
    ]


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ("End-to-end encryption, by industry-standard protocols", ["end-to-end", "industry-standard"]),
        ("encrypted from one end to the other", ["end-to-end"]),
        ("Regular audits, again and again", ["regular"]),
        ("deleted promptly", ["promptly"]),
        ("strictly never, for all", ["strict", "all", "never"]),
        ("comprehensive measures", ["comprehensive"]),
        ("They are restricted irregularly; all the same, overall is fine", []),
    ],
)
def test_strong_words_are_found_as_they_are_put(promise: str, words: list[str]) -> None:
    assert list(strong_words(promise)) == words


def test_words_of_the_published_text_are_asked_about_too(changed: Changed) -> None:
    policy = changed(("Support records are kept", "Support records are promptly kept"))
    assert said(policy, RemarkKind.STRONG_WORD) == ["6.a: the promise, in our words, says 'promptly'"]
    published = lint(policy, published={"6.a": "We keep all records.", "6": "Never."})
    words = [remark.message for remark in published if remark.kind is RemarkKind.STRONG_WORD]
    assert words == ["the promise, in our words, says 'promptly'", "the published text says 'all'"]


def test_proposed_numbers_are_asked_about(changed: Changed) -> None:
    assert said(changed(), RemarkKind.PROPOSED) == [
        "6.a: the text has no number for backup expiry; proposed: expires within 35 days"
    ]


def test_the_lock_is_compared_with_the_clauses(changed: Changed, folder: Path) -> None:
    digest = "0" * 64
    (folder / LOCK_NAME).write_text(f"version: 2024-03-16\nclauses: {{1: {digest}, 1.1: {digest}, 6.b: {digest}}}\n")
    assert said(changed(), RemarkKind.NOT_LOCKED) == [
        "1: policy.yaml is of 2024-03-15, the locked text of 2024-03-16",
        "1.1.a: published.lock has no such place of the published text",
        "6: published.lock has no such place of the published text",
        "6.a: published.lock has no such place of the published text",
        "6.b: the published text has this place, the policy's files have no clause for it",
    ]
    (folder / LOCK_NAME).write_text("version: 2024-03-16\n")
    with pytest.raises(PolicyError, match="no fingerprints"):
        lint(changed())


def test_the_page_of_questions_is_markdown_in_the_order_of_the_policy() -> None:
    remarks = [
        Remark(clause="1.1.a", kind=RemarkKind.NO_PERIOD, message="a *star*.", question="How <long>?"),
        Remark(clause="4", kind=RemarkKind.UNREAD, message="no check reads it"),
        Remark(clause="6", kind=RemarkKind.NO_PERIOD, message="another", question="How?"),
    ]
    text = render(remarks, {"6": "Keeping"})
    assert text.startswith("<!-- Generated by `clausecheck policy lint --write-questions`")
    assert "- **1.1.a**: A \\*star\\*.\n  How \\<long\\>?\n- **6** Keeping: Another.\n  How?\n" in text
    assert "no check reads" not in text
    assert render(remarks) == render(list(remarks))
    assert "There is none." in render([])


def test_the_committed_page_is_current() -> None:
    policy = load_policy(REPOSITORY / "policy")
    assert (REPOSITORY / "docs" / "questions-for-the-dpo.md").read_text(encoding="utf-8") == page(policy)


def test_the_committed_lock_has_every_place_of_the_policy() -> None:
    policy = load_policy(REPOSITORY / "policy")
    assert len(policy.clauses) == 121
    assert said(policy, RemarkKind.NOT_LOCKED) == []
    assert (policy.folder / LOCK_NAME).exists()
