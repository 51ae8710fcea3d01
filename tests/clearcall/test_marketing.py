"""Who may be written to, worked out send by send from the sentences on consent."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest

from fixtures.clearcall.days import POLICY_IN_FORCE

WORDS = {"opt_in_requested": "pending", "opt_in": "granted", "opt_out": "withdrawn", "refused": "denied"}
AT_EQUAL_MOMENTS = ("granted", "pending", "denied", "withdrawn")
moment = datetime.fromisoformat


class Ledger:
    def __init__(self, company):
        self.company = company
        self.said = defaultdict(list)
        self.suppressed = defaultdict(list)
        for row in company.rows("consent_events"):
            self.said[row["person_id"], row["purpose"], row["channel"]].append(row)
        for row in company.rows("suppressions"):
            self.suppressed[row["person_id"], row["channel"]].append(row)

    def latest(self, send, at):
        """The word that stands at a moment; a grant counts only once it was recorded."""
        mine = [
            row
            for row in self.said[send["person_id"], send["purpose"], send["channel"]]
            if moment(row["effective_at"]) <= at and (row["event"] != "opt_in" or moment(row["recorded_at"]) <= at)
        ]
        ordered = [(moment(row["effective_at"]), AT_EQUAL_MOMENTS.index(WORDS[row["event"]])) for row in mine]
        return AT_EQUAL_MOMENTS[max(ordered)[1]] if ordered else None

    def suppression_stands(self, send, at):
        for row in self.suppressed[send["person_id"], send["channel"]]:
            since, until = moment(row["since"]), row["until"]
            over = row["reason"] == "bounce" and until is not None and moment(until) <= at
            if since <= at and not over and not self.opted_in_between(send, since, at):
                return True
        return False

    def opted_in_between(self, send, since, at):
        return any(
            row["event"] == "opt_in" and since < moment(row["effective_at"]) <= at and moment(row["recorded_at"]) <= at
            for row in self.said[send["person_id"], send["purpose"], send["channel"]]
        )


@pytest.fixture(scope="module")
def judged(rows):
    """(after an opt-out, without consent, marketing sends)."""
    ledger = Ledger(rows)
    marketing = {row["id"] for row in rows.rows("campaigns") if row["class"] == "marketing"}
    sends = [row for row in rows.rows("marketing_sends") if row["campaign_id"] in marketing]
    opted_out, unconsented = set(), set()
    for send in sends:
        at = moment(send["sent_at"])
        word, suppressed = ledger.latest(send, at), ledger.suppression_stands(send, at)
        if suppressed or word in {"withdrawn", "denied"}:
            opted_out.add(send["id"])
        if suppressed or word != "granted":
            unconsented.add(send["id"])
    return opted_out, unconsented, sends


def test_nothing_is_sent_after_an_opt_out(rows, judged, expected):
    assert len(judged[0]) == expected(rows, "5.4.a", "no_marketing_after_opt_out")


def test_nothing_is_sent_without_consent(rows, judged, expected):
    opted_out, unconsented, _ = judged
    assert len(unconsented) == expected(rows, "5.4.c", "no_marketing_without_consent")
    assert opted_out <= unconsented


def test_opt_outs_have_no_end(rows, expected):
    ending = [row for row in rows.rows("suppressions") if row["until"] and row["reason"] != "bounce"]
    assert len(ending) == expected(rows, "5.4.a", "opt_outs_last")


def test_every_send_belongs_to_a_campaign_and_was_made_under_the_policy(rows):
    campaigns = {row["id"] for row in rows.rows("campaigns")}
    sends = rows.rows("marketing_sends")
    assert {row["campaign_id"] for row in sends} == campaigns
    assert min(moment(row["sent_at"]).date() for row in sends) > POLICY_IN_FORCE


def test_profiles_leave_with_consent(rows, expected):
    ledger = Ledger(rows)
    month_ago = rows.today - timedelta(days=31)
    late = 0
    asked = {row["person_id"]: moment(row["received_at"]).date() for row in rows.rows("deletion_requests")}
    for profile in rows.rows("marketing_profiles"):
        said = ledger.said[profile["person_id"], profile["purpose"], profile["channel"]]
        assert said, "a profile without any consent event"
        stands = ledger.latest(profile, rows.as_of) == "granted"
        gone = date.max if stands else max(moment(row["effective_at"]).date() for row in said)
        late += min(gone, asked.get(profile["person_id"], date.max)) < month_ago
    assert late == expected(rows, "6.e", "marketing_data_leaves_with_consent")


def test_everything_that_happens_to_consent_happens_here(rows):
    """Double opt-in, late recordings, returns, bounces that ended, service messages to those who opted out."""
    ledger = Ledger(rows)
    histories = [[WORDS[row["event"]] for row in said] for said in ledger.said.values()]
    assert sum(said[:2] == ["pending", "granted"] for said in histories) > 500
    assert sum(said == ["pending"] for said in histories) > 50
    assert sum(said[-1] == "granted" and "withdrawn" in said for said in histories) > 100
    assert sum(row["reason"] == "bounce" and row["until"] is not None for row in rows.rows("suppressions")) > 20
    assert sum(row["source"] == "letter" for row in rows.rows("consent_events")) > 20
    opted_out = {person for (person, *_), said in ledger.said.items() if WORDS[said[-1]["event"]] == "withdrawn"}
    service = [row for row in rows.rows("marketing_sends") if row["purpose"] == "service"]
    assert sum(row["person_id"] in opted_out for row in service) > 50
