import json
from dataclasses import replace

from clausecheck.model import History, Outcome, Run
from clausecheck.notifying import forms
from clausecheck.notifying.notice import notice
from tests.reports.past_of_sample import HISTORY, run_with_past, seen
from tests.reports.sample import HOSTILE, LATE, clause, finding, sample_run


def told(run: Run) -> dict[str, object]:
    found = notice(run)
    assert found is not None
    return json.loads(json.dumps(forms.generic(found)))


def test_only_what_is_new_and_what_is_fixed_is_told() -> None:
    body = told(run_with_past())
    news = [(one["clause"], one["change"]) for one in body["new"]]
    assert ("4.1.c", "new") in news
    assert ("6.c", "lost from sight") in news
    assert LATE.id not in {one["id"] for one in body["new"]}
    assert [(one["clause"], one["change"]) for one in body["fixed"]] == [("6", "fixed")]
    assert body["counts"] == {"new": len(body["new"]), "fixed": 1}


def test_nothing_new_and_nothing_fixed_is_no_notice() -> None:
    same = {one.id: seen(one.outcome, runs=2) for one in sample_run().findings}
    assert notice(sample_run(history=replace(HISTORY, findings=same))) is None


def test_what_is_no_longer_examined_is_lost_from_sight() -> None:
    same = {one.id: seen(one.outcome, runs=2) for one in sample_run().findings}
    gone = {"mfa[4.1.c-old]": Outcome.VIOLATED, "x[1-y]": Outcome.UNVERIFIED}
    body = told(sample_run(history=History(findings=same, gone=gone, runs=HISTORY.runs)))
    assert [(one["id"], one["change"], one["before"]) for one in body["new"]] == [
        ("mfa[4.1.c-old]", "lost from sight", "violated")
    ]


def test_no_example_and_no_statement_leaves() -> None:
    found = notice(run_with_past())
    assert found is not None
    for body in (forms.generic(found), forms.slack(found)):
        text = json.dumps(body)
        assert "record-" not in text
        assert "SELECT" not in text


def test_long_lists_are_cut_and_counted() -> None:
    many = [finding("6", Outcome.VIOLATED, "x", id=f"x[{number}]", resource="r" * 80) for number in range(400)]
    found = notice(run_with_past(clauses=(clause("6", "Kept", *many),)))
    assert found is not None
    body = json.loads(json.dumps(forms.generic(found)))
    assert (len(body["new"]), body["counts"]["new"]) == (100, 400)
    slack = forms.slack(found)
    sections = [block["text"]["text"] for block in slack["blocks"] if block["type"] == "section"]
    assert all(len(text) <= 3_000 for text in sections)
    shown = sections[0].count("•")
    assert f"and {400 - shown} more" in sections[0]
    assert "400 new" in slack["text"]


def test_names_from_systems_mention_nobody_in_slack() -> None:
    names = (*HOSTILE, "<!channel>", "<https://attacker.example|click>", "*bold*")
    named = [finding("6", Outcome.VIOLATED, name, id=f"x[{name}]", resource=name) for name in names]
    found = notice(run_with_past(clauses=(clause("6", names[0], *named),), target="<!here>"))
    assert found is not None
    text = json.dumps(forms.slack(found), ensure_ascii=False)
    text.encode()
    header = forms.slack(found)["blocks"][0]["text"]
    assert header["type"] == "plain_text"
    assert "<!channel>" not in text
    assert "<https" not in text
    assert "*bold*" not in text
